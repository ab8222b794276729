// Methods that await methods: a service asks a repository, and itself.
class Repository {
  constructor() {
    this.reads = 0;
  }

  async find(id) {
    this.reads++;
    return { id, price: id };
  }
}

class Service {
  constructor(repository) {
    this.repository = repository;
  }

  async price(id) {
    const item = await this.repository.find(id);
    return item.price + (await this.tax(item));
  }

  async tax(item) {
    return item.id < 0 ? 0 : 2;
  }
}

export async function main(size) {
  const service = new Service(new Repository());
  let sum = 0;
  for (let id = 0; id < size; id++) sum += await service.price(id);
  return sum;
}
