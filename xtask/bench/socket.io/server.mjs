// What the messenger is measured beside: a plain Node server with socket.io that does the same job. A signed-in person sends a
// message over HTTP; it is stored in SQLite, flushed to the disk, told to both people's sockets, and answered with 201.
//
// node server.mjs DATABASE PEOPLE, where PEOPLE is a file of ids and tokens.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import Database from 'better-sqlite3'
import { Server } from 'socket.io'

const [database, people] = process.argv.slice(2)
const MESSAGES = /^\/api\/conversations\/([0-9a-f-]{36})\/messages$/

const users = new Map()
for (const line of readFileSync(people, 'utf8').trim().split('\n')) {
  const [id, token] = line.split(' ')
  users.set(token, id)
}

const db = new Database(database)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(`CREATE TABLE messages (
    id INTEGER PRIMARY KEY, client_id TEXT NOT NULL, sender TEXT NOT NULL, receiver TEXT NOT NULL, text TEXT NOT NULL,
    sent_at TEXT NOT NULL, UNIQUE (sender, client_id)
  ) STRICT;
  CREATE INDEX messages_to ON messages (receiver, sender, id);`)
const columns = 'CAST(id AS TEXT) AS id, client_id, sender AS "from", receiver AS "to", text, sent_at'
const insert = db.prepare(
  `INSERT INTO messages (client_id, sender, receiver, text, sent_at) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT DO NOTHING RETURNING ${columns}`,
)
const sent = db.prepare(`SELECT ${columns} FROM messages WHERE sender = ? AND client_id = ?`)
const page = db.prepare(
  `SELECT * FROM (SELECT ${columns}, id AS place FROM messages WHERE receiver = ? AND sender = ? AND id > ?
   UNION ALL SELECT ${columns}, id FROM messages WHERE receiver = ? AND sender = ? AND id > ?) ORDER BY place LIMIT ?`,
)

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost')
  const user = users.get(request.headers.authorization?.replace('Bearer ', ''))
  const other = MESSAGES.exec(url.pathname)?.[1]
  if (user === undefined) return answer(response, 401, {})
  if (other === undefined) return answer(response, 404, {})
  if (request.method === 'GET') return list(response, user, other, url.searchParams)
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => send(response, user, other, Buffer.concat(chunks).toString()))
})

const io = new Server(server, { transports: ['websocket'], serveClient: false })
io.use((socket, next) => {
  socket.data.user = users.get(socket.handshake.auth.token)
  next(socket.data.user === undefined ? new Error('unauthorized') : undefined)
})
io.on('connection', (socket) => socket.join(socket.data.user))

function send(response, from, to, body) {
  let draft
  try {
    draft = JSON.parse(body)
  } catch {
    return answer(response, 400, {})
  }
  const { client_id, text } = draft
  if (typeof client_id !== 'string' || typeof text !== 'string') return answer(response, 422, {})
  const message = insert.get(client_id, from, to, text, new Date().toISOString())
  if (message === undefined) return answer(response, 200, sent.get(from, client_id))
  io.to(to).to(from).emit('message', message)
  answer(response, 201, message)
}

function list(response, user, other, query) {
  const limit = Number(query.get('limit') ?? 20)
  const after = Number(query.get('after') ?? 0)
  const rows = page.all(user, other, after, other, user, after, limit + 1)
  const items = rows.slice(0, limit).map(({ place: _, ...message }) => message)
  answer(response, 200, rows.length > limit ? { items, next: items.at(-1).id } : { items })
}

function answer(response, status, body) {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

// A connection that its client is about to use again must not be closed meanwhile.
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    db.close()
    process.exit(0)
  })
}
