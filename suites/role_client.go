package suites

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// asked is a role as a client would write it in the attribute where the app
// shows it; "" asks for none.
func (r roleSource) asked(role string) map[string]any {
	path := r.Attribute
	if path == "roles" {
		if role == "" {
			return map[string]any{"roles": []any{}}
		}
		return map[string]any{"roles": []any{map[string]any{"value": role, "display": role, "primary": true}}}
	}
	if i := strings.LastIndex(path, ":"); i >= 0 {
		return map[string]any{path[:i]: map[string]any{path[i+1:]: role}}
	}
	return map[string]any{path: role}
}

// putRole is a profile update whose PUT asks for a role.
func (t *T) putRole(p Person, role string) okta.Answer {
	return t.putWith(p, t.roles().asked(role))
}

// putWith is a profile update that writes further attributes over what was read;
// those of an extension are merged.
func (t *T) putWith(p Person, values map[string]any) okta.Answer {
	return t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) {
		for name, v := range values {
			into, extension := r[name].(map[string]any)
			members, both := v.(map[string]any)
			if !extension || !both {
				r[name] = v
				continue
			}
			for member, value := range members {
				into[member] = value
			}
		}
	}).Last()
}

// patchRole sends one operation on the role attribute, named in the path.
func (t *T) patchRole(p Person, op string, value any) okta.Answer {
	return t.Okta.Do(t, okta.Request{
		Method: http.MethodPatch, Path: "/Users/" + url.PathEscape(p.ID),
		Body: map[string]any{
			"schemas":    []string{okta.PatchSchema},
			"Operations": []okta.Operation{{Op: op, Path: t.roles().Attribute, Value: value}},
		},
	})
}

// lowRole is a role below that of the highest mapped group.
func (r roleSource) lowRole() string {
	if r.Default != "" {
		return r.Default
	}
	return r.Groups[len(r.Groups)-1].Role
}

// value is what a PATCH that names the attribute in its path carries.
func (r roleSource) value(role string) any {
	if r.Attribute == "roles" {
		return r.asked(role)["roles"]
	}
	return role
}
