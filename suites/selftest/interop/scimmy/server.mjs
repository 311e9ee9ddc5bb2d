// A SCIM server on scimmy and scimmy-routers, in memory, on a free port of the
// loopback interface. It takes its bearer token from SCIM_TOKEN and prints its
// base URL on one line.
import {createHash, timingSafeEqual} from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";
import {groupHandlers} from "./groups.mjs";
import {userHandlers} from "./users.mjs";

const token = process.env.SCIM_TOKEN;
if (!token) {
    console.error("SCIM_TOKEN is not set: it holds the bearer token that clients must send");
    process.exit(2);
}

const digest = text => createHash("sha256").update(text).digest();

function authenticate(request) {
    const [, sent] = /^Bearer +(\S+)$/i.exec(request.header("Authorization") ?? "") ?? [];
    if (!sent || !timingSafeEqual(digest(sent), digest(token))) throw new Error("A valid bearer token is required");
    return "okta";
}

SCIMMY.Resources
    .declare(SCIMMY.Resources.User, userHandlers)
    .declare(SCIMMY.Resources.Group, groupHandlers);

const app = express();
app.disable("x-powered-by");
app.use("/scim", new SCIMMYRouters({
    type: "bearer",
    handler: authenticate,
    baseUri: request => `${request.protocol}://${request.get("host")}`
}));

const server = app.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/scim`));
process.once("SIGTERM", () => {
    server.close();
    server.closeAllConnections();
});
