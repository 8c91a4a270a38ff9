// A topic of a Kafka as a partitioned log, on kafkajs.
import { randomUUID } from "node:crypto";
import { type Admin, type Consumer, Kafka, logLevel, type Producer } from "kafkajs";
import { onTestFinished } from "vitest";
import { type LogRecord, type PartitionedLog, partitionOf } from "../../src/client/log/partitioned-log.ts";

const PARTITIONS = 8;
const MOST_READ = 100;
/** Of a partition so many wait here at most. */
const MOST_KEPT = 1000;
const LOOK_MS = 20;
const MOST_TRIES = 50;

/** Opens the log; makes the topic where there is none. */
export async function kafkaLog(port: number, topic: string): Promise<PartitionedLog> {
  const kafka = new Kafka({
    clientId: topic,
    brokers: [`127.0.0.1:${port}`],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, maxRetryTime: 2000, retries: 30 },
  });
  const [admin, producer, consumer] = [
    kafka.admin(),
    kafka.producer({
      idempotent: true,
      createPartitioner:
        () =>
        ({ message }) =>
          partitionOf(String(message.key), PARTITIONS),
    }),
    kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 50, minBytes: 1 }),
  ];
  for (const part of [admin, producer, consumer]) {
    await part.connect();
    onTestFinished(() => part.disconnect());
  }
  await makeTopic(admin, topic);
  const log = new KafkaLog(topic, admin, producer, consumer);
  await log.open();
  return log;
}

/** A node that has just made a topic says for a while that it has none, or does not lead it. */
async function makeTopic(admin: Admin, topic: string): Promise<void> {
  for (let left = MOST_TRIES; ; left -= 1)
    try {
      await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: PARTITIONS }] });
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * LOOK_MS));
    }
}

class KafkaLog implements PartitionedLog {
  readonly partitions = PARTITIONS;
  private waiting: { key: string; value: string; done: (error?: unknown) => void }[] = [];
  private isSending = false;
  /** Of each partition what was fetched, and the offset that comes next there. */
  private readonly fetched = Array.from({ length: PARTITIONS }, () => ({
    records: [] as LogRecord[],
    next: 0,
  }));

  constructor(
    private readonly topic: string,
    private readonly admin: Admin,
    private readonly producer: Producer,
    private readonly consumer: Consumer,
  ) {}

  async open(): Promise<void> {
    const joined = new Promise((resolve) => this.consumer.on(this.consumer.events.GROUP_JOIN, resolve));
    await this.consumer.subscribe({ topic: this.topic, fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: PARTITIONS,
      eachBatch: async ({ batch: { partition, messages }, isStale, resolveOffset }) => {
        for (const { key, value, offset } of messages) {
          if (isStale()) return;
          resolveOffset(offset);
          this.take(partition, { offset: Number(offset), key: String(key), value: String(value) });
        }
        if ((this.fetched[partition]?.records.length ?? 0) > MOST_KEPT)
          this.consumer.pause([{ topic: this.topic, partitions: [partition] }]);
      },
    });
    await joined;
  }

  append(key: string, value: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error?: unknown) => (error === undefined ? resolve() : reject(error));
      this.waiting.push({ key, value, done });
      void this.sendAll();
    });
  }

  async read(partition: number, offset: number): Promise<LogRecord[]> {
    const at = { topic: this.topic, partition };
    const fetched = this.fetched[partition];
    if (fetched === undefined) throw new RangeError(`There is no partition ${partition}.`);
    if ((fetched.records[0]?.offset ?? fetched.next) !== offset) {
      Object.assign(fetched, { records: [], next: offset });
      this.consumer.seek({ ...at, offset: String(offset) });
    }
    if (fetched.records.length < MOST_READ)
      this.consumer.resume([{ topic: this.topic, partitions: [partition] }]);
    while (fetched.records.length === 0) {
      const ends = await this.admin.fetchTopicOffsets(this.topic);
      const end = ends.find((end) => end.partition === partition)?.high;
      if (Number(end) <= offset) return [];
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return fetched.records.splice(0, MOST_READ);
  }

  /** One batch at a time: what has one key stays in order. */
  private async sendAll(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      const messages = batch.map(({ key, value }) => ({ key, value }));
      const error = await this.producer.send({ topic: this.topic, acks: -1, messages }).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      for (const { done } of batch) done(error);
    }
    this.isSending = false;
  }

  /** What was fetched before a seek is behind, or before, what comes next. */
  private take(partition: number, record: LogRecord): void {
    const fetched = this.fetched[partition];
    if (fetched === undefined || record.offset !== fetched.next) return;
    fetched.records.push(record);
    fetched.next += 1;
  }
}
