import { describe, expect, it } from "vitest";
import { readJunit } from "./junit-summary.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="plugin" tests="5">
    <testcase name="test_one" class="Crossdock\\Tests\\OneTest" classname="Crossdock.Tests.OneTest" file="/x/OneTest.php" line="9" assertions="2" time="0.01"/>
    <testcase name="test_two with data set &quot;a &gt; b&quot;" class="Crossdock\\Tests\\OneTest" assertions="1" time="0.01">
      <failure type="PHPUnit\\Framework\\ExpectationFailedException">Crossdock\\Tests\\OneTest::test_two
Failed asserting that 1 &lt; 0.</failure>
    </testcase>
    <testcase name="test_three" class="Crossdock\\Tests\\OneTest" assertions="0" time="0.01"><skipped/></testcase>
    <testcase name="test_four" class="Crossdock\\Tests\\OneTest" assertions="0" time="0.01"><error type="Error">Call to undefined function</error></testcase>
    <testcase name="test_five" class="Crossdock\\Tests\\OneTest" assertions="1" time="0.01"><system-out>said</system-out></testcase>
  </testsuite>
</testsuites>`;

describe("readJunit", () => {
  it("counts what passed, failed and was skipped, and keeps the first words of each failure", () => {
    const summary = readJunit(REPORT);
    expect(summary).toMatchObject({ passed: 2, failed: 2, skipped: [{ name: "Crossdock\\Tests\\OneTest > test_three" }] });
    expect(summary.failures[0]).toContain('test_two with data set "a > b"');
    expect(summary.failures[0]).toContain("Failed asserting that 1 < 0.");
    expect(summary.failures[1]).toContain("Call to undefined function");
  });
});
