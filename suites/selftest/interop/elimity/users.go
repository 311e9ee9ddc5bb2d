package main

import (
	"maps"
	"net/http"
	"strings"

	"github.com/elimity-com/scim"
	"github.com/elimity-com/scim/schema"
)

// userHandler implements scim.ResourceHandler for users.
type userHandler struct{ *directory }

func (h userHandler) Create(_ *http.Request, attributes scim.ResourceAttributes) (scim.Resource, error) {
	h.Lock()
	defer h.Unlock()
	attributes, err := h.accept(attributes, nil)
	if err != nil {
		return scim.Resource{}, err
	}
	if _, ok := attributes["active"]; !ok {
		attributes["active"] = true
	}
	return h.shown(h.users.add(attributes)), nil
}

func (h userHandler) Get(_ *http.Request, id string) (scim.Resource, error) {
	h.Lock()
	defer h.Unlock()
	r, err := h.users.find(id)
	if err != nil {
		return scim.Resource{}, err
	}
	return h.shown(r), nil
}

func (h userHandler) GetAll(_ *http.Request, params scim.ListRequestParams) (scim.Page, error) {
	h.Lock()
	defer h.Unlock()
	var all []scim.Resource
	for _, r := range h.users.all() {
		all = append(all, h.shown(r))
	}
	return page(all, params), nil
}

func (h userHandler) Replace(_ *http.Request, id string, attributes scim.ResourceAttributes) (scim.Resource, error) {
	h.Lock()
	defer h.Unlock()
	r, err := h.users.find(id)
	if err != nil {
		return scim.Resource{}, err
	}
	return h.write(r, attributes)
}

func (h userHandler) Patch(_ *http.Request, id string, operations []scim.PatchOperation) (scim.Resource, error) {
	h.Lock()
	defer h.Unlock()
	r, err := h.users.find(id)
	if err != nil {
		return scim.Resource{}, err
	}
	p := patcher{core: schema.CoreUserSchema(), extensions: []schema.Schema{schema.ExtensionEnterpriseUser()}}
	attributes, err := p.apply(r.attributes, operations)
	if err != nil {
		return scim.Resource{}, err
	}
	return h.write(r, attributes)
}

func (h userHandler) Delete(_ *http.Request, id string) error {
	h.Lock()
	defer h.Unlock()
	if _, err := h.users.find(id); err != nil {
		return err
	}
	for _, g := range h.groups.all() {
		if kept := withoutMember(membersOf(g), id); len(kept) < len(membersOf(g)) {
			attributes := maps.Clone(g.attributes)
			attributes["members"] = kept
			g.update(assigned(attributes))
		}
	}
	h.users.remove(id)
	return nil
}

func (h userHandler) write(r *record, attributes scim.ResourceAttributes) (scim.Resource, error) {
	attributes, err := h.accept(attributes, r)
	if err != nil {
		return scim.Resource{}, err
	}
	if _, ok := attributes["active"]; !ok {
		attributes["active"] = r.attributes["active"]
	}
	r.update(attributes)
	return h.shown(r), nil
}

// accept is what may be stored: no password, and a userName that nobody else has.
func (h userHandler) accept(attributes scim.ResourceAttributes, self *record) (scim.ResourceAttributes, error) {
	attributes = assigned(attributes)
	delete(attributes, "password")
	userName, _ := attributes["userName"].(string)
	if strings.TrimSpace(userName) == "" {
		return nil, invalidValue("userName must not be empty.")
	}
	for _, other := range h.users.all() {
		if other != self && same(other.attributes["userName"], userName) {
			return nil, notUnique("A user with the userName %q exists already.", userName)
		}
	}
	return attributes, nil
}

// shown is the user with the groups that it is a member of.
func (h userHandler) shown(r *record) scim.Resource {
	attributes := maps.Clone(r.attributes)
	var groups []any
	for _, g := range h.groups.all() {
		if hasMember(membersOf(g), r.id) {
			groups = append(groups, map[string]any{
				"value":   g.id,
				"$ref":    h.baseURL + "/Groups/" + g.id,
				"display": g.attributes["displayName"],
			})
		}
	}
	if len(groups) > 0 {
		attributes["groups"] = groups
	}
	return r.resource(attributes)
}
