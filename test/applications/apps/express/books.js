"use strict";
// A store with latency, a cache of promises and a few ways to fail.

class NotFound extends Error {
  constructor(what) {
    super(`no such ${what}`);
    this.name = "NotFound";
    this.status = 404;
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Books {
  #books = new Map([
    [1, { id: 1, title: "Emma", author: 1 }],
    [2, { id: 2, title: "Persuasion", author: 1 }],
    [3, { id: 3, title: "Middlemarch", author: 2 }],
  ]);
  #authors = new Map([
    [1, "Austen"],
    [2, "Eliot"],
  ]);
  #cache = new Map();
  lookups = 0;

  async find(id) {
    await pause(1);
    const book = this.#books.get(id);
    if (!book) throw new NotFound("book");
    return { ...book };
  }

  /** Everybody who asks for the same author shares one promise. */
  author(id) {
    let found = this.#cache.get(id);
    if (!found) {
      found = this.#load(id);
      this.#cache.set(id, found);
      found.catch(() => this.#cache.delete(id));
    }
    return found;
  }

  async #load(id) {
    this.lookups++;
    await pause(2);
    if (!this.#authors.has(id)) throw new NotFound("author");
    return this.#authors.get(id);
  }

  async add({ title, author }) {
    if (typeof title !== "string") throw new TypeError("a book needs a title");
    await this.author(author);
    const id = Math.max(...this.#books.keys()) + 1;
    this.#books.set(id, { id, title, author });
    return this.find(id);
  }

  async *[Symbol.asyncIterator]() {
    try {
      for (const id of this.#books.keys()) yield await this.find(id);
    } finally {
      await null;
      this.listings = (this.listings ?? 0) + 1;
    }
  }
}

module.exports = { Books, NotFound, pause };
