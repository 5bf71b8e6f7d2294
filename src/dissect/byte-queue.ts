/**
 * Bytes that have come and are not yet read. Adding costs what the bytes cost,
 * whatever waits before them: the room doubles when it is used up.
 */
export class ByteQueue {
  #room = new Uint8Array(256);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  add(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#room.length) this.#makeRoom(bytes.length);
    this.#room.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  at(index: number): number {
    return this.#room[this.#start + index] as number;
  }

  /** A copy; the room is used again. */
  slice(from: number, to: number): Uint8Array {
    return this.#room.slice(this.#start + from, this.#start + to);
  }

  drop(count: number): void {
    this.#start += count;
    if (this.#start === this.#end) this.#start = this.#end = 0;
  }

  #makeRoom(moreBytes: number): void {
    const room = new Uint8Array(2 * (this.length + moreBytes));
    room.set(this.#room.subarray(this.#start, this.#end));
    this.#end -= this.#start;
    this.#start = 0;
    this.#room = room;
  }
}
