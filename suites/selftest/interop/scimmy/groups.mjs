// Groups as SCIMMY handlers; a group holds the ids of its members.
import SCIMMY from "scimmy";
import {directory, find, save, writable} from "./directory.mjs";

const {users, groups} = directory;

function memberIds(members = []) {
    const ids = new Set(members.map(member => member.value));
    for (const id of ids) {
        if (!users.has(id)) throw new SCIMMY.Types.Error(400, "invalidValue", `Member '${id}' is not a user`);
    }
    return ids;
}

function requireDisplayName({displayName}) {
    if (!displayName.trim())
        throw new SCIMMY.Types.Error(400, "invalidValue", "Attribute 'displayName' must not be empty");
}

/** The group with its members' names as they are now. */
function shown(group) {
    const members = [...group.members].map(id => users.get(id));
    return {
        ...group,
        members: members.map(user => ({value: user.id, display: user.displayName || user.userName, type: "User"}))
    };
}

export const groupHandlers = {
    ingress(resource, instance) {
        const previous = resource.id ? find(groups, resource.id) : undefined;
        const {members, ...attributes} = writable(instance);
        requireDisplayName(attributes);
        return shown(save(groups, previous, {...attributes, members: memberIds(members)}));
    },

    egress(resource) {
        if (resource.id) return shown(find(groups, resource.id));
        const all = [...groups.values()].map(shown);
        return resource.filter ? resource.filter.match(all) : all;
    },

    degress(resource) {
        groups.delete(find(groups, resource.id).id);
    }
};
