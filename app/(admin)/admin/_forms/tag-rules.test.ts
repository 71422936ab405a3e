import { describe, expect, it } from "vitest";
import { tagRows, tagRulesIn, tagValues } from "./tag-rules";

const RULES = [
  { key: "Team", value: "platform" },
  { key: "Department", attribute: "department" },
];

describe("tag rules in a form", () => {
  it("come back from a form as they went into it", () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(tagValues(RULES, "sessionTags"))) form.set(name, value ?? "");
    expect(tagRulesIn(form, "sessionTags")).toEqual(RULES);
  });

  it("leave out rows in which nothing stands, and keep half-filled ones for the refusal", () => {
    const values = {
      "sessionTags.0.key": " ",
      "sessionTags.0.from": "attribute",
      "sessionTags.3.key": "CostCentre",
      "sessionTags.3.from": "attribute",
      "sessionTags.3.value": "",
    };
    expect(tagRows(values, "sessionTags")).toEqual([{ key: "CostCentre", from: "attribute", value: "" }]);
  });

  it("mind only fields of their own name", () => {
    expect(tagRows({ "otherTags.0.key": "Team", name: "x" }, "sessionTags")).toEqual([]);
  });
});
