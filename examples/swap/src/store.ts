// The store: one SQLite file. What happened stands in `entries`, own and heard ones in the order in which they came, so that
// a process that begins folds them in the very order in which the one before it did.
import { EventEmitter } from "node:events";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";

const TABLES = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS entries (
  sequence INTEGER PRIMARY KEY, mission TEXT NOT NULL, chain TEXT NOT NULL, position INTEGER NOT NULL, own INTEGER NOT NULL,
  public INTEGER NOT NULL, previous INTEGER NOT NULL, raw BLOB NOT NULL, hash BLOB NOT NULL,
  UNIQUE (mission, chain, position)
);
CREATE TABLE IF NOT EXISTS missions (mission TEXT PRIMARY KEY, organisation TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS forks (mission TEXT NOT NULL, chain TEXT NOT NULL, PRIMARY KEY (mission, chain));
CREATE TABLE IF NOT EXISTS texts (
  mission TEXT NOT NULL, seal TEXT NOT NULL, person TEXT NOT NULL, salt BLOB NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (mission, seal)
);
CREATE TABLE IF NOT EXISTS keys (mission TEXT NOT NULL, name TEXT NOT NULL, key BLOB NOT NULL, PRIMARY KEY (mission, name));
CREATE TABLE IF NOT EXISTS answers (
  mission TEXT NOT NULL, caller TEXT NOT NULL, request TEXT NOT NULL, digest TEXT NOT NULL, reply BLOB NOT NULL,
  receipt INTEGER NOT NULL, PRIMARY KEY (mission, caller, request)
);
CREATE TABLE IF NOT EXISTS receipts (digest TEXT PRIMARY KEY, mission TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS outcomes (sha256 TEXT PRIMARY KEY, manifest TEXT NOT NULL);
`;

export interface Entry {
  mission: string;
  chain: string;
  position: number;
  own: number;
  public: number;
  previous: number; // the public one before
  raw: Uint8Array;
  hash: Uint8Array;
}

/** An answer that was given, for when its request comes again. `receipt` is where the contribution stands, or 0. */
export interface Answer {
  digest: string;
  reply: Uint8Array;
  receipt: number;
}

export class Store {
  readonly #db: DatabaseSync;
  readonly changes = new EventEmitter(); // says of which mission something is durable
  readonly #prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>();

  constructor(path: string) {
    this.#db = new DatabaseSync(path);
    this.#db.exec(TABLES);
  }

  /** All of it, or nothing. */
  transaction(work: () => void): void {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#db.exec("COMMIT");
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  one<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#statement(sql).get(...values) as T | undefined;
  }

  all<T>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#statement(sql).all(...values) as T[];
  }

  append(entry: Entry): void {
    const { mission, chain, position, own, previous, raw, hash } = entry;
    this.run(
      "INSERT INTO entries (mission, chain, position, own, public, previous, raw, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      ...[mission, chain, position, own, entry.public, previous, raw, hash],
    );
  }

  publicEntries(mission: string, chain: string, after: number, upto: number, most: number): Entry[] {
    return this.all(
      "SELECT * FROM entries WHERE mission = ? AND chain = ? AND public = 1 AND position > ? AND position <= ?" +
        " ORDER BY position LIMIT ?",
      ...[mission, chain, after, upto || Number.MAX_SAFE_INTEGER, most],
    );
  }

  key(mission: string, name: string): Uint8Array | undefined {
    return this.one<{ key: Uint8Array }>("SELECT key FROM keys WHERE mission = ? AND name = ?", mission, name)?.key;
  }

  #statement(sql: string): ReturnType<DatabaseSync["prepare"]> {
    let found = this.#prepared.get(sql);
    if (!found) this.#prepared.set(sql, (found = this.#db.prepare(sql)));
    return found;
  }
}
