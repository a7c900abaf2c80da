/** Numbers with the noun that they count. */

/** `1 place`, `4 places`. */
export const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`
