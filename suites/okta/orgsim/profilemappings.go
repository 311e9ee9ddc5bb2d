package orgsim

import (
	"encoding/json"
	"maps"
	"strings"
)

var mappingRoutes = []route{
	{"GET /api/v1/mappings", "profileMappings", listMappings},
	{"GET /api/v1/mappings/{id}", "profileMappings", withMapping(getMapping)},
	{"POST /api/v1/mappings/{id}", "profileMappings", withMapping(updateMapping)},
}

// mapping is one direction between Okta's user and the app's.
type mapping struct {
	id    string
	toApp bool
}

func (o *Org) mappings() []mapping { return []mapping{{o.prm[0], true}, {o.prm[1], false}} }

func withMapping(handle func(*call, mapping) (int, any, *apiError)) handler {
	return func(c *call) (int, any, *apiError) {
		for _, m := range c.mappings() {
			if m.id == c.r.PathValue("id") {
				return handle(c, m)
			}
		}
		return 0, nil, notFound(c.r.PathValue("id"), "Mapping")
	}
}

// listMappings leaves the properties out, as Okta does.
func listMappings(c *call) (int, any, *apiError) {
	var all []mapping
	for _, m := range c.mappings() {
		source, target := c.app.id, c.otype
		if m.toApp {
			source, target = target, source
		}
		query := c.r.URL.Query()
		if (query.Get("sourceId") == "" || query.Get("sourceId") == source) && (query.Get("targetId") == "" || query.Get("targetId") == target) {
			all = append(all, m)
		}
	}
	out, err := page(c, all, func(m mapping) string { return m.id }, 20, 200)
	return 200, each(out, func(m mapping) object {
		o := c.showMapping(m)
		delete(o, "properties")
		return o
	}), err
}

func getMapping(c *call, m mapping) (int, any, *apiError) { return 200, c.showMapping(m), nil }

// updateMapping changes the properties that are named; null takes one away. What
// comes out of it is pushed.
func updateMapping(c *call, m mapping) (int, any, *apiError) {
	var body struct {
		Properties map[string]json.RawMessage
	}
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	if !m.toApp {
		return 0, nil, denied() // only what is pushed is simulated
	}
	changed := maps.Clone(c.app.mapping)
	for name, text := range body.Properties {
		if string(text) == "null" {
			delete(changed, name)
			continue
		}
		var p struct{ Expression, PushStatus string }
		if err := json.Unmarshal(text, &p); err != nil {
			return 0, nil, malformed()
		}
		def(&p.PushStatus, "PUSH")
		if _, ok := terms(p.Expression); !ok {
			return 0, nil, invalid("properties", "Invalid expression: "+p.Expression)
		}
		if p.PushStatus != "PUSH" && p.PushStatus != "DONT_PUSH" {
			return 0, nil, invalid("pushStatus", "pushStatus: The value must be PUSH or DONT_PUSH.")
		}
		changed[name] = property{expression: p.Expression, createOnly: p.PushStatus == "DONT_PUSH"}
	}
	c.setMapping(changed)
	return 200, c.showMapping(m), nil
}

func (o *Org) setMapping(m map[string]property) {
	o.app.mapping = m
	for _, au := range o.assignments(o.app) {
		o.remap(au)
	}
}

func (c *call) showMapping(m mapping) object {
	okta := object{"id": c.otype, "name": "user", "type": "user", "_links": object{
		"self": c.href("/api/v1/meta/types/user/" + c.otype), "schema": c.href("/api/v1/meta/schemas/user/osc" + c.otype[3:])}}
	app := object{"id": c.app.id, "name": c.app.name, "type": "appuser", "_links": object{
		"self": c.href("/api/v1/apps/" + c.app.id), "schema": c.href("/api/v1/meta/schemas/apps/" + c.app.id + "/default")}}
	properties := object{}
	for name, p := range c.app.mapping {
		if m.toApp {
			status := "PUSH"
			if p.createOnly {
				status = "DONT_PUSH"
			}
			properties[name] = object{"expression": p.expression, "pushStatus": status}
		} else if attribute, ok := strings.CutPrefix(p.expression, "user."); ok {
			properties[attribute] = object{"expression": "appuser." + name, "pushStatus": "DONT_PUSH"}
		}
	}
	source, target := app, okta
	if m.toApp {
		source, target = okta, app
	}
	return object{"id": m.id, "source": source, "target": target, "properties": properties,
		"_links": object{"self": c.href("/api/v1/mappings/" + m.id)}}
}
