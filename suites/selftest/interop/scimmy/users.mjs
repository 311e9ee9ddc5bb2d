// Users as SCIMMY handlers: ingress writes, egress reads, degress deletes.
import SCIMMY from "scimmy";
import {directory, find, save, writable} from "./directory.mjs";

const {users, groups} = directory;

/** userName is unique without regard to case (RFC 7643 section 4.1.1). */
function requireUnique(userName, previous) {
    for (const user of users.values()) {
        if (user !== previous && user.userName.toLowerCase() === userName.toLowerCase())
            throw new SCIMMY.Types.Error(409, "uniqueness", `A user with userName '${userName}' already exists`);
    }
}

function requireUserName({userName}) {
    if (!userName.trim())
        throw new SCIMMY.Types.Error(400, "invalidValue", "Attribute 'userName' must not be empty");
}

/** The user with the groups that it is a member of. */
function shown(user) {
    const memberOf = [...groups.values()].filter(group => group.members.has(user.id));
    return {
        ...user,
        groups: memberOf.map(group => ({value: group.id, display: group.displayName, type: "direct"}))
    };
}

export const userHandlers = {
    extensions: [{schema: SCIMMY.Schemas.EnterpriseUser, required: false}],

    ingress(resource, instance) {
        const previous = resource.id ? find(users, resource.id) : undefined;
        const {password, groups: ignored, ...attributes} = writable(instance);
        requireUserName(attributes);
        requireUnique(attributes.userName, previous);
        return shown(save(users, previous, {...attributes, active: attributes.active ?? previous?.active ?? true}));
    },

    egress(resource) {
        if (resource.id) return shown(find(users, resource.id));
        const all = [...users.values()].map(shown);
        return resource.filter ? resource.filter.match(all) : all;
    },

    degress(resource) {
        const {id} = find(users, resource.id);
        for (const group of groups.values()) group.members.delete(id);
        users.delete(id);
    }
};
