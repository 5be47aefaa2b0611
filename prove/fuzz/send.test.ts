import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, describe, expect, inject, it } from "vitest";
import { startRecorder } from "./recorder.ts";
import { readReply } from "./reply.ts";
import { senderTo } from "./send.ts";

describe("A reply", () => {
  const read = (text: string, method = "GET") => readReply(Buffer.from(text, "latin1"), method);
  const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";

  it("is read with a length, in chunks, without a body, and behind a 100", () => {
    expect(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc")).toMatchObject({
      reply: { body: Buffer.from("ab") },
    });
    expect(read(chunked)).toMatchObject({ reply: { body: Buffer.from("abc") }, length: chunked.length });
    expect(read("HTTP/1.1 204 No Content\r\n\r\n")?.reply.status).toBe(204);
    expect(read("HTTP/1.1 405 No\r\nContent-Length: 9\r\n\r\n", "HEAD")?.reply.status).toBe(405);
    expect(read(`HTTP/1.1 100 Continue\r\n\r\n${chunked}`)?.reply.body.toString()).toBe("abc");
  });

  it("is waited for until it is whole", () => {
    for (let length = 0; length < chunked.length; length++) expect(read(chunked.slice(0, length))).toBeUndefined();
  });

  it.each([
    ["two headers of one name", "HTTP/1.1 200 OK\r\nETag: 1\r\netag: 2\r\n\r\n"],
    ["a bare line end in a header", "HTTP/1.1 200 OK\r\nLocation: /a\nX-Injected: 1\r\n\r\n"],
    ["a header without a name", "HTTP/1.1 200 OK\r\n: 1\r\n\r\n"],
    ["no status", "HTTP/1.1 OK\r\n\r\n"],
  ])("with %s is none", (_, text) => {
    expect(() => read(text)).toThrow();
  });
});

describe("The sender", () => {
  const servers: { close(): void }[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });

  async function serving(answer: string | undefined) {
    const server = createServer((socket) =>
      socket.on("error", () => {}).once("data", () => (answer === undefined ? undefined : socket.end(answer))),
    ).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    return senderTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 100);
  }
  const request = Buffer.from("GET / HTTP/1.1\r\n\r\n");

  it("tells a hang, a hang-up and what is no HTTP from a reply", async () => {
    const outcome = async (answer?: string) => (await serving(answer)).send(request, { method: "GET" });
    expect(await outcome()).toMatchObject({ none: "hang" });
    expect(await outcome("")).toMatchObject({ none: "closed" });
    expect(await outcome("SSH-2.0\r\n\r\n")).toMatchObject({ none: "malformed" });
    expect(await outcome("HTTP/1.1 204 No Content\r\n\r\nmore")).toMatchObject({ reply: { status: 204 }, more: 4 });
  });
});

describe("The recorder", () => {
  it("knows a write that was done from one that was refused, and from a read", async () => {
    const recorder = await startRecorder(inject("dynamodb"));
    const dynamodb = new DynamoDBClient({ endpoint: recorder.endpoint });
    try {
      const put = () =>
        dynamodb.send(
          new PutItemCommand({
            TableName: process.env.TABLE_NAME,
            Item: { pk: { S: "USER#grace" }, sk: { S: "PROFILE" } },
            ConditionExpression: "attribute_not_exists(pk)",
          }),
        );
      await put();
      expect(recorder.take()).toEqual([{ action: "PutItem", item: { pk: "USER#grace", sk: "PROFILE" } }]);
      await expect(put()).rejects.toThrow(ConditionalCheckFailedException);
      expect(recorder.take()).toEqual([]);
    } finally {
      dynamodb.destroy();
      recorder.close();
    }
  });
});
