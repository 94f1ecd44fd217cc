import { Refusal, standRest } from "../testing/stand-rest";
import { read, readFailure, write } from "./request";

describe("calls to WordPress' REST", () => {
  it("leaves out what is empty and encodes the rest", async () => {
    const rest = standRest({ "GET outbox": { rows: [] } });
    await read("outbox", { search: "a&b=ü", status: undefined, page: 2, level: "" });
    expect(rest.asked[0]?.call).toBe("GET outbox?search=a%26b%3D%C3%BC&page=2");
  });

  it("never throws: a refusal is an outcome with its field and remedy", async () => {
    standRest({
      "POST pair": new Refusal({
        code: "pairing_code_invalid",
        message: "x",
        data: { status: 422, reason: "Too old.", remedy: "Make a new one.", field: "code" },
      }),
    });
    expect(await write("pair", { code: "A" })).toEqual({
      ok: false,
      failure: { code: "pairing_code_invalid", reason: "Too old.", remedy: "Make a new one.", field: "code" },
    });
  });

  it.each([
    [{ code: "rest_cookie_invalid_nonce", message: "Cookie check failed" }, /no longer signed in/],
    [{ code: "invalid_json", message: "The response is not a valid JSON response." }, /not data/],
    [{ code: "fetch_error", message: "You are probably offline." }, /did not answer/],
    [new TypeError("Failed to fetch"), /did not answer/],
    [undefined, /did not answer/],
    [{ code: "rest_invalid_param", message: "Invalid parameter(s): page" }, /Invalid parameter/],
  ])("puts %p into words", (error, words) => {
    const failure = readFailure(error);
    expect(failure.reason).toMatch(words);
    expect(failure.field).toBeNull();
  });

  it("names the argument that WordPress itself found wrong", () => {
    const error = {
      code: "rest_invalid_param",
      message: "Invalid parameter(s): code",
      data: { status: 400, params: { code: "code must be at most 300 characters long." } },
    };
    expect(readFailure(error)).toMatchObject({ field: "code", reason: "code must be at most 300 characters long." });
  });
});
