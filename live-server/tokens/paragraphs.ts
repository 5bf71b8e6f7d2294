/**
 * What the streams say: paragraphs that teach something about streaming. Each
 * stands alone, so any order reads as prose, and each has a character beyond
 * ASCII early on: a read may end in the middle of one.
 */
export const PARAGRAPHS: readonly string[] = [
  `A stream is a promise kept in pieces 🌊. The server sends what it has while it is still making the rest, and the reader starts before the writer has finished. The total time stays the same; what shrinks is the wait for the first word. That is why a chat that streams feels fast even when the model behind it is slow. Measure both numbers, time to the first token and time to the last, because they answer different questions.`,

  `The café is full, yet one waiter serves every table, because a cup is carried as soon as it is poured. A chunked body works the same way: each chunk announces its size in hexadecimal, then come that many bytes, then a line break. A chunk of size zero says that nothing was lost and nothing will follow. Without that last chunk the reader has to treat the message as cut off. HTTP/2 has no chunked coding at all, since its frames already carry a length.`,

  `The Chinese word for a stream is 流, and in UTF-8 it takes three bytes: E6 B5 81. A network read may end after the first of them. A decoder that is told to expect more keeps the odd byte until the rest arrives; one that is not prints a replacement character. TextDecoder does the right thing only when it is called with its stream option. Reads are not writes: the boundaries belong to the network, so a program must never attach a meaning to them.`,

  `An event stream is plain text, naïve on purpose 🙂. Each line is a field, a blank line ends the event, and a line that begins with a colon is a comment. The browser remembers the last id it saw and sends it back in the Last-Event-ID header when it reconnects. What it does not do is remember the events: a server that wants nothing lost has to be able to go on from that id. A reply with status 204 tells the browser to stop asking.`,

  `A WebSocket begins as an HTTP request and then stops being HTTP, a small coup d’état on one connection. The client’s key comes back hashed with a fixed GUID, which proves that the server understood the question. After that both sides send frames whenever they like. Frames from the browser are masked, so that a page cannot write bytes of its own choosing into a confused proxy. Reconnecting, resuming and slowing down a fast sender are left to you.`,

  `Polling is the oldest trick, and it is still a good one ↻. The client asks, the server answers, and everything in between understands both. On average news waits half an interval before anybody asks for it. A long poll turns this around: the server holds the question until there is something to say. Its price is one request for every answer, which is cheap when answers are rare and dear when they are not.`,

  `Back-pressure is how a slow reader tells a fast writer to wait 🐢. Under TCP it needs no message of its own: the receiver’s window shrinks to zero, the sender’s buffer fills up, and a write reports that it would rather not take more. A server that ignores the report keeps the unread bytes in its own memory. A few megabytes can disappear into kernel buffers before anybody notices. So a stream needs a bound in time and in bytes as well.`,

  `Zürich to San Francisco and back takes about 150 milliseconds, and no protocol makes light go faster. What a protocol can do is ask for fewer round trips. A new connection costs one for TCP and, with TLS 1.3, one more before the first request leaves. A stream pays that once and then sends every token in a single trip. A client that polls over fresh connections pays it again each time.`,

  `A connection that is silent looks exactly like a connection that is dead 🤫. Proxies close what has been idle for too long, often after a minute. A comment line every fifteen seconds keeps an event stream alive and costs a few bytes. It also makes the server write, and a write is how it learns that nobody is listening. A WebSocket has ping and pong frames for this, and a browser answers them without telling the page.`,

  `To stop a stream is to tell somebody, and there are three ways to say it: “enough”, “goodbye” and silence. An AbortController ends the request on the client; over HTTP/1.1 that closes the connection, over HTTP/2 it resets one stream and spares the others. A separate request can name the run and ask the server to end it. Either way the server has to look up from its work, or it goes on producing tokens that nobody reads. Somebody pays for those.`,

  `Reconnect, resume and retry are three words for three things, déjà vu or not. To reconnect is to open a connection again. To resume is to go on where the last one ended, which takes an id on every message and a server that can find its place. To retry is to do the whole thing once more, which is safe only when doing it twice does no harm. A client that waits a random while before it comes back spares a server that has only just got up.`,

  `A proxy may read a whole answer before it passes on the first byte 📦. For a page that is harmless; for a stream it is fatal, and nothing looks broken. nginx buffers by default and stops when the answer carries X-Accel-Buffering: no. Compression can hold tokens back as well, because a compressor prefers large blocks. When a stream arrives all at once, ask who sits in between before you blame the code.`,
];
