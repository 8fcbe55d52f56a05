/**
 * A process of its own that holds a SQLite file's write lock: `node hold-write-lock.ts <file> <milliseconds>`. Says "held" once
 * it has the lock, and changes nothing.
 */
import process from 'node:process'
import BetterSqlite from 'better-sqlite3'

const [file, milliseconds] = process.argv.slice(2)
const database = new BetterSqlite(file)
database.exec('begin immediate')
process.stdout.write('held')
setTimeout(() => database.close(), Number(milliseconds))
