/** Places in Terraform and bake files that a secret is written in. */
import type { Files } from './canary-forms.ts'

type Plant = (secret: string) => Files

/** A string of HCL. */
const hcl = (secret: string): string => JSON.stringify(secret).replace(/([$%])\{/g, '$1$1{')

const database = (lines: string): string =>
  `resource "aws_db_instance" "db" {\n  publicly_accessible = true\n  username = "app"\n${lines}\n}\n`

export const infrastructurePlaces: Readonly<Record<string, Plant>> = {
  'an attribute of Terraform': (s) => ({ 'main.tf': database(`  password = ${hcl(s)}`) }),
  'a line of Terraform with other attributes': (s) => ({
    'main.tf': `locals {\n  db = { user = "app", password = ${hcl(s)} }\n}\n${database('  password = local.db.password')}`,
  }),
  'a default of a variable': (s) => ({
    'main.tf': `variable "db_password" {\n  default = ${hcl(s)}\n}\n${database('  password = var.db_password')}`,
  }),
  'a file of values': (s) => ({
    'main.tf': `variable "db_password" {}\n${database('  password = var.db_password')}`,
    'terraform.tfvars': `db_password = ${hcl(s)}\n`,
  }),
  'a secret string of Terraform': (s) => ({
    'main.tf': `resource "aws_secretsmanager_secret_version" "v" {\n  secret_id = "x"\n  secret_string = jsonencode({ password = ${hcl(s)} })\n}\n`,
  }),
  'JSON in a text of Terraform': (s) => ({
    'main.tf': `resource "aws_secretsmanager_secret_version" "v" {\n  secret_id = "x"\n  secret_string = ${hcl(JSON.stringify({ password: s }))}\n}\n`,
  }),
  'a container that Terraform defines': (s) => ({
    'main.tf': `resource "aws_ecs_task_definition" "t" {\n  family = "t"\n  container_definitions = jsonencode([{ name = "web", image = "a:latest", environment = [{ name = "DB_PASSWORD", value = ${hcl(s)} }] }])\n}\n`,
  }),
  'Terraform that is broken': (s) => ({ 'main.tf': `${database(`  password = ${hcl(s)}`)}resource "a" {{\n` }),
  'a build argument of a bake file': (s) => ({
    'docker-bake.hcl': `target "api" {\n  context = "."\n  args = {\n    NPM_TOKEN = ${hcl(s)}\n  }\n}\n`,
    Dockerfile: 'FROM node:latest\nARG NPM_TOKEN\nRUN npm ci\n',
  }),
  'a default in a bake file': (s) => ({
    'docker-bake.hcl': `variable "NPM_TOKEN" {\n  default = ${hcl(s)}\n}\ntarget "api" {\n  args = { NPM_TOKEN = NPM_TOKEN }\n}\n`,
    Dockerfile: 'FROM node:latest\nARG NPM_TOKEN\nRUN npm ci\n',
  }),
}
