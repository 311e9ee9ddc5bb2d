// The data of the app: users and groups by id, in the order of their creation.
import {randomUUID} from "node:crypto";
import SCIMMY from "scimmy";

const users = new Map();
const groups = new Map();

export const directory = {users, groups};

/** The entry with the id, or the 404 that SCIM asks for. */
export function find(map, id) {
    const entry = map.get(id);
    if (!entry) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
    return entry;
}

/** Stores attributes under a new id, or over the previous entry, and keeps the times. */
export function save(map, previous, attributes) {
    const now = new Date();
    const entry = {
        ...attributes,
        id: previous?.id ?? randomUUID(),
        meta: {created: previous?.meta.created ?? now, lastModified: now}
    };
    map.set(entry.id, entry);
    return entry;
}

/** What a request may write: plain values, without what the server itself decides. */
export function writable(instance) {
    const {id, schemas, meta, ...attributes} = JSON.parse(JSON.stringify(instance));
    return attributes;
}
