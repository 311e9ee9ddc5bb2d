package main

import (
	"maps"
	"net/http"

	"github.com/elimity-com/scim"
	"github.com/elimity-com/scim/schema"
)

// groupHandler implements scim.ResourceHandler for groups.
type groupHandler struct{ *directory }

func (h groupHandler) Create(_ *http.Request, attributes scim.ResourceAttributes) (scim.Resource, error) {
	h.Lock()
	defer h.Unlock()
	attributes, err := h.accept(attributes, nil)
	if err != nil {
		return scim.Resource{}, err
	}
	return h.shown(h.groups.add(attributes)), nil
}

func (h groupHandler) Get(_ *http.Request, id string) (scim.Resource, error) {
	h.Lock()
	defer h.Unlock()
	r, err := h.groups.find(id)
	if err != nil {
		return scim.Resource{}, err
	}
	return h.shown(r), nil
}

func (h groupHandler) GetAll(_ *http.Request, params scim.ListRequestParams) (scim.Page, error) {
	h.Lock()
	defer h.Unlock()
	var all []scim.Resource
	for _, r := range h.groups.all() {
		all = append(all, h.shown(r))
	}
	return page(all, params), nil
}

func (h groupHandler) Replace(_ *http.Request, id string, attributes scim.ResourceAttributes) (scim.Resource, error) {
	h.Lock()
	defer h.Unlock()
	r, err := h.groups.find(id)
	if err != nil {
		return scim.Resource{}, err
	}
	return h.write(r, attributes)
}

func (h groupHandler) Patch(_ *http.Request, id string, operations []scim.PatchOperation) (scim.Resource, error) {
	h.Lock()
	defer h.Unlock()
	r, err := h.groups.find(id)
	if err != nil {
		return scim.Resource{}, err
	}
	attributes, err := patcher{core: schema.CoreGroupSchema()}.apply(r.attributes, operations)
	if err != nil {
		return scim.Resource{}, err
	}
	return h.write(r, attributes)
}

func (h groupHandler) Delete(_ *http.Request, id string) error {
	h.Lock()
	defer h.Unlock()
	if _, err := h.groups.find(id); err != nil {
		return err
	}
	h.groups.remove(id)
	return nil
}

func (h groupHandler) write(r *record, attributes scim.ResourceAttributes) (scim.Resource, error) {
	attributes, err := h.accept(attributes, r)
	if err != nil {
		return scim.Resource{}, err
	}
	r.update(attributes)
	return h.shown(r), nil
}

// accept is what may be stored: a name that no other group has, and members
// that are users, each once, kept by their id alone.
func (h groupHandler) accept(attributes scim.ResourceAttributes, self *record) (scim.ResourceAttributes, error) {
	attributes = assigned(attributes)
	name, _ := attributes["displayName"].(string)
	if name == "" {
		return nil, invalidValue("displayName must not be empty.")
	}
	for _, other := range h.groups.all() {
		if other != self && same(other.attributes["displayName"], name) {
			return nil, notUnique("A group with the displayName %q exists already.", name)
		}
	}
	var members []any
	sent, _ := attributes["members"].([]any)
	for _, m := range sent {
		id := memberID(m)
		if _, err := h.users.find(id); err != nil {
			return nil, invalidValue("Member %q is not a user.", id)
		}
		if !hasMember(members, id) {
			members = append(members, map[string]any{"value": id})
		}
	}
	attributes["members"] = members
	return assigned(attributes), nil
}

// shown is the group with its members' names as they are now.
func (h groupHandler) shown(r *record) scim.Resource {
	attributes := maps.Clone(r.attributes)
	members := []any{}
	for _, m := range membersOf(r) {
		user, err := h.users.find(memberID(m))
		if err != nil {
			continue
		}
		members = append(members, map[string]any{
			"value":   user.id,
			"$ref":    h.baseURL + "/Users/" + user.id,
			"display": user.attributes["userName"],
		})
	}
	attributes["members"] = members
	return r.resource(attributes)
}
