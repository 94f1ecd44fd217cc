import { expect, it } from "vitest";
import { readUpload } from "./read-upload.server.ts";

const MAX = 1000;

/** @param announced what the header says; null: nothing */
function upload(chunks: Uint8Array[], announced: number | null = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)) {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks[taken++];
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const headers = new Headers(announced === null ? {} : { "content-length": String(announced) });
  return { request: { body, headers }, taken: () => taken };
}

const chunk = (size: number, fill = 65) => new Uint8Array(size).fill(fill);
const code = (result: Awaited<ReturnType<typeof readUpload>>) => (result.ok ? "ok" : result.error.code);

it("puts the pieces together", async () => {
  const result = await readUpload(upload([chunk(400, 65), chunk(600, 66)]).request, MAX);
  expect(result.ok && Buffer.from(result.value).toString()).toBe("A".repeat(400) + "B".repeat(600));
});

it("takes as much as is allowed, and not a byte more", async () => {
  expect(code(await readUpload(upload([chunk(MAX)]).request, MAX))).toBe("ok");
  expect(code(await readUpload(upload([chunk(MAX + 1)]).request, MAX))).toBe("csv_too_large");
});

it("counts while it reads: a header that says less helps nobody", async () => {
  expect(code(await readUpload(upload([chunk(600), chunk(600)], 10).request, MAX))).toBe("csv_too_large");
  expect(code(await readUpload(upload([chunk(600), chunk(600)], null).request, MAX))).toBe("csv_too_large");
});

it("takes what is too large away before it answers, so that a browser hears the answer", async () => {
  const large = upload(Array<Uint8Array>(50).fill(chunk(1024 * 1024)));
  expect(code(await readUpload(large.request, MAX))).toBe("csv_too_large");
  expect(large.taken()).toBe(51);
});

it("cuts off whoever sends without an end", async () => {
  const endless = upload(Array<Uint8Array>(1000).fill(chunk(1024 * 1024)));
  expect(code(await readUpload(endless.request, MAX))).toBe("csv_too_large");
  expect(endless.taken()).toBeLessThan(140);
});

it("never takes half a file for a whole one", async () => {
  expect(code(await readUpload(upload([chunk(400)], 900).request, MAX))).toBe("upload_cut_off");
  const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("aborted")) });
  expect(code(await readUpload({ body: broken, headers: new Headers({ "content-length": "9" }) }, MAX))).toBe("upload_cut_off");
});

it("reads an empty file as one", async () => {
  expect(code(await readUpload({ body: null, headers: new Headers({ "content-length": "0" }) }, MAX))).toBe("ok");
});
