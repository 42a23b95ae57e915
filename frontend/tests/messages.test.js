// How messages of the server are understood.
import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "../scripts/requests.js";
import { readToast } from "../scripts/toasts.js";

const answer = (type, responseText) => ({ getResponseHeader: () => type, responseText });

test("a toast is a sentence or a sentence with its tone", () => {
  assert.deepEqual(readToast("已提交。"), { message: "已提交。", tone: "info" });
  assert.deepEqual(readToast({ value: "已提交。" }), { message: "已提交。", tone: "info" });
  assert.deepEqual(readToast({ message: "缺少原因。", tone: "danger" }), { message: "缺少原因。", tone: "danger" });
});

test("an unknown tone is quiet and an empty toast is none", () => {
  assert.equal(readToast({ message: "好", tone: "<b>" }).tone, "info");
  for (const nothing of [null, undefined, "", "  ", {}, { message: "" }]) assert.equal(readToast(nothing), null);
});

test("a refusal in the API's shape gives its sentence, anything else gives none", () => {
  assert.equal(refusal(answer("application/json", '{"code": "x", "message": "没有权限。"}')), "没有权限。");
  assert.equal(refusal(answer("application/json", "{broken")), "");
  assert.equal(refusal(answer("text/html", "<h1>500</h1>")), "");
  assert.equal(refusal(undefined), "");
});
