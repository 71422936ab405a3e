/**
 * An STS that answers every call at once with the same credentials. A process of its own, so that none of its
 * time is counted; tells its parent the port and ends with it.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const ROLE = "arn:aws:sts::100000000001:assumed-role/Developer/ada@meridian.example";

const answer = Buffer.from(`<AssumeRoleWithSAMLResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithSAMLResult>
    <Issuer>https://rolebridge.example.com/aws/saml/metadata</Issuer>
    <AssumedRoleUser>
      <Arn>${ROLE}</Arn>
      <AssumedRoleId>AROAEXAMPLEEXAMPLE000:ada@meridian.example</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIAEXAMPLEEXAMPLE00</AccessKeyId>
      <SecretAccessKey>${"k".repeat(40)}</SecretAccessKey>
      <SessionToken>${"t".repeat(1_200)}</SessionToken>
      <Expiration>2099-01-01T00:00:00Z</Expiration>
    </Credentials>
    <Subject>ada@meridian.example</Subject>
    <SubjectType>persistent</SubjectType>
    <Audience>https://signin.aws.amazon.com/saml</Audience>
    <NameQualifier>bm90LWNoZWNrZWQ=</NameQualifier>
  </AssumeRoleWithSAMLResult>
  <ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata>
</AssumeRoleWithSAMLResponse>`);

const server = createServer((request, response) => {
  request.resume().once("end", () => {
    response.writeHead(200, { "Content-Type": "text/xml", "Content-Length": answer.length });
    response.end(answer);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("disconnect", () => process.exit());
