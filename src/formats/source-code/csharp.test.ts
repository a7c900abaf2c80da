import { describe, expect, it } from 'vitest'
import { combineReads } from './combine-reads.ts'
import { configurationKey } from './configuration-keys.ts'
import { readCSharp } from './csharp.ts'
import type { SourceReads } from './reads.ts'

const read = (text: string): SourceReads => readCSharp({ file: 'Program.cs', text, utf8: true })
const keys = (reads: SourceReads): readonly string[] =>
  reads.keys.map(({ key, section, constant }) => `${constant ? '?' : ''}${key}${section ? ':*' : ''}`)
/** Y, N or ? for each name. */
const answers = (sources: readonly SourceReads[], ...variables: readonly string[]): string => {
  const combined = combineReads(sources)
  return variables.map((name) => ({ yes: 'Y', no: 'N', unknown: '?' })[combined.reads(name).is]).join('')
}

describe('C#', () => {
  const cases: readonly [code: string, ...keys: string[]][] = [
    ['var a = builder.Configuration["Jwt:SecretKey"];', 'Jwt:SecretKey'],
    ['_configuration.GetConnectionString("Default")', 'ConnectionStrings:Default'],
    ['services.Configure<JwtOptions>(configuration.GetSection("Jwt"))', 'Jwt:*'],
    ['builder.Services.AddOptions<JwtOptions>().BindConfiguration("Jwt")', 'Jwt:*'],
    ['config.GetValue<int>("Jwt:Expiry", 60)', 'Jwt:Expiry'],
    ['config.GetSection(nameof(JwtOptions)).Get<JwtOptions>()', 'JwtOptions:*'],
    ['config.GetSection(JwtOptions.SectionName)', '?SectionName:*'],
    ['Configuration[$"Jwt:{name}"]', 'Jwt:*'],
    ['// config["A"]\nvar x = "config[\\"B\\"]"; ViewData["C"] = 1;', ...[]],
    ['element.GetValue(TextProperty); config.GetValue<int>(Keys.Port)', '?Port'],
    ['using Acme.Configuration.Extra; namespace Acme.Configuration;', ...[]],
    ['.ReadFrom.Configuration(builder.Configuration)', 'Serilog:*'],
    ['var s = $"Host={config["Db:Host"]};Port={config["Db:Port"]}";', 'Db:Host', 'Db:Port'],
    ['var s = @"C:\\"; var t = config["A:B"]; var u = """raw " text""";', 'A:B'],
  ]
  it.each(cases)('finds the keys in %s', (code, ...expected) => {
    const reads = read(code)
    expect(keys(reads)).toEqual(expected)
    expect(reads.readsAnything).toBeUndefined()
    expect(reads.handedTo).toEqual([])
  })

  it('reads environment variables directly', () => {
    const reads = read('Environment.GetEnvironmentVariable("A"); Environment.GetEnvironmentVariable("B", t);')
    expect(reads.variables.map(({ name }) => name)).toEqual(['A', 'B'])
  })

  const program = read(`var builder = WebApplication.CreateBuilder(args);
     var key = builder.Configuration["Jwt:SecretKey"];
     builder.Services.Configure<MailOptions>(builder.Configuration.GetSection(MailOptions.Section));
     builder.Services.AddInfrastructure(builder.Configuration);
     var db = builder.Configuration.GetConnectionString("DefaultConnection");`)
  const rest =
    read(`public static class Setup { public static IServiceCollection AddInfrastructure(this IServiceCollection s, IConfiguration configuration) => s; }
     public class MailOptions { public const string Section = "Mail"; public string Server { get; set; } }`)

  it('answers for the whole service', () => {
    const variables = ['Jwt__SecretKey', 'JWT__SECRETKEY', 'ConnectionStrings__DefaultConnection', 'Mail__Server']
    expect(answers([program, rest], ...variables)).toBe('YYYY')
    expect(answers([program, rest], 'JwtSettings__SecretKey', 'ConnectionStrings__Other', 'Mail__Oops')).toBe('NN?')
  })

  it('stays in doubt about a connection string that a library may look up', () => {
    const sources = [read('builder.AddRedisClient("cache");')]
    expect(answers(sources, 'ConnectionStrings__Cache', 'ConnectionStrings__Other')).toBe('?N')
  })

  it('says what a mis-spelt variable was probably meant to be', () => {
    expect(combineReads([program, rest]).nearest('JwtSettings__SecretKey')?.name).toBe('Jwt__SecretKey')
    expect(combineReads([program, rest]).nearest('Mails__Server')?.name).toBe('Mail__Server')
    expect(combineReads([program, rest]).nearest('UNRELATED')).toBeUndefined()
  })

  it.each([
    'services.AddVendorThing(configuration);',
    'var all = configuration.Get<AppSettings>();',
    'Environment.GetEnvironmentVariables()',
    'configuration.AsEnumerable()',
    'configuration.GetVendorOptions()',
  ])('admits that anything may be read in %s', (code) => {
    expect(answers([read(code)], 'Some__Name')).toBe('?')
  })

  it('cuts a prefix off before it looks for the key', () => {
    const reads = read('builder.AddEnvironmentVariables(prefix: "ACME_"); config["Db:Host"]')
    expect(answers([reads], 'ACME_Db__Host', 'ACME_Db__Hots')).toBe('YN')
  })

  it.each([
    ['options.ListenAnyIP(8080)', 8080],
    ['app.Run("http://0.0.0.0:5000")', 5000],
    ['builder.WebHost.UseUrls("http://*:5001;https://*:5002")', 5001],
    ['app.Urls.Add("http://+:5003")', 5003],
    ['client.Get("http://other:5004")', undefined],
  ])('knows where %s listens', (code, port) => {
    expect(read(code).listens[0]?.port).toBe(port)
  })

  it('maps a variable to its key', () => expect(configurationKey('Jwt__Keys__0')).toBe('Jwt:Keys:0'))
})
