/**
 * A doubly linked list whose links are its members: adding at either end and removing from anywhere take no time and no
 * memory. (A `Set` keeps the order too, but looks through everything that was ever removed to find its first member.)
 */

/** A member: in one list at a time. */
export interface Link<N extends Link<N>> {
  list: LinkedList<N> | null;
  previous: N | null;
  next: N | null;
}

/** See above. */
export class LinkedList<N extends Link<N>> implements Iterable<N> {
  #first: N | null = null;
  #last: N | null = null;
  #size = 0;

  get first(): N | null {
    return this.#first;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds it at the end. */
  add(member: N): void {
    member.list = this;
    member.previous = this.#last;
    if (this.#last === null) this.#first = member;
    else this.#last.next = member;
    this.#last = member;
    this.#size += 1;
  }

  /** Adds it at the front. */
  addFirst(member: N): void {
    member.list = this;
    member.next = this.#first;
    if (this.#first === null) this.#last = member;
    else this.#first.previous = member;
    this.#first = member;
    this.#size += 1;
  }

  /** Takes it out, if it is in here. */
  remove(member: N): void {
    if (member.list !== this) return;
    const { previous, next } = member;
    if (previous === null) this.#first = next;
    else previous.next = next;
    if (next === null) this.#last = previous;
    else next.previous = previous;
    member.list = null;
    member.previous = null;
    member.next = null;
    this.#size -= 1;
  }

  /** The one given last may be removed meanwhile. */
  *[Symbol.iterator](): Iterator<N> {
    let member = this.#first;
    while (member !== null) {
      const { next } = member;
      yield member;
      member = next;
    }
  }
}
