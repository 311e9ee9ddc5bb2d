package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const roleURN = "urn:example:params:scim:schemas:extension:app:2.0:User:role"

func TestRole(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, attribute, user string
		want                  []string
	}{
		{"value and display", "roles", `{"roles":[{"value":"Admin","display":"Administrator"}]}`, []string{"Admin"}},
		{"a known display beside an id", "roles", `{"roles":[{"value":7,"display":"admin"}]}`, []string{"Admin"}},
		{"a known value is not overruled by display", "roles", `{"roles":[{"value":"viewer","display":"Admin"}]}`, []string{"Viewer"}},
		{"display alone", "roles", `{"roles":[{"display":"Owner"}]}`, []string{"Owner"}},
		{"texts, one twice", "roles", `{"roles":["Viewer","ADMIN","Admin"]}`, []string{"Admin", "Viewer"}},
		{"one text", "roles", `{"roles":"Viewer"}`, []string{"Viewer"}},
		{"one object", "roles", `{"roles":{"value":"Viewer"}}`, []string{"Viewer"}},
		{"empty", "roles", `{"roles":[]}`, nil},
		{"null", "roles", `{"roles":null}`, nil},
		{"absent", "roles", `{}`, nil},
		{"userType", "userType", `{"userType":"admin"}`, []string{"Admin"}},
		{"extension", roleURN, `{"urn:example:params:scim:schemas:extension:app:2.0:User":{"role":"Admin"}}`, []string{"Admin"}},
		{"list in an extension", roleURN, `{"urn:example:params:scim:schemas:extension:app:2.0:User":{"role":[{"value":"Admin"}]}}`, []string{"Admin"}},
		{"full name of a core attribute", UserSchema + ":userType", `{"userType":"Viewer"}`, []string{"Viewer"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, Role(resource(t, tt.user), tt.attribute, "Admin", "Viewer")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHasRole(t *testing.T) {
	t.Parallel()
	known := []string{"Admin", "Analyst", "Viewer"}
	tests := []struct {
		name, shown, role string
		also              []string
		want              []string
	}{
		{"right", `["admin"]`, "Admin", nil, nil},
		{"the default beside it", `["Viewer","Admin"]`, "Admin", []string{"Viewer"}, nil},
		{"a role that nothing gives", `["Admin","Viewer"]`, "Viewer", nil, []string{"roles: expected the role Viewer, got Admin, Viewer"}},
		{"an unknown one beside it", `["Billing","Admin"]`, "Admin", nil, nil},
		{"wrong", `["Analyst"]`, "Admin", []string{"Analyst"}, []string{"expected the role Admin, got Analyst"}},
		{"none", `[]`, "Viewer", nil, []string{"got none"}},
		{"no role wanted, none shown", `[]`, "", nil, nil},
		{"no role wanted, an unknown one shown", `["Guest"]`, "", nil, nil},
		{"no role wanted, one shown", `["Analyst"]`, "", nil, []string{"none of the mapped roles, got Analyst"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			user := resource(t, `{"roles":`+tt.shown+`}`)
			expect(t, HasRole(user, RoleWant{Attribute: "roles", Role: tt.role, Also: tt.also, Known: known}), tt.want...)
		})
	}
}

func TestSameRole(t *testing.T) {
	t.Parallel()
	before := resource(t, `{"roles":[{"value":"b"},{"value":"a"}]}`)
	expect(t, SameRole(before, resource(t, `{"roles":["a","b"]}`), "roles"))
	expect(t, SameRole(before, resource(t, `{"roles":["a"]}`), "roles"), "the same role as before: a, b, got a")
	expect(t, SameRole(resource(t, `{}`), resource(t, `{"roles":["owner"]}`), "roles"), "none, got owner")
	expect(t, StoredRole(before, before, "roles"))
	expect(t, StoredRole(resource(t, `{"roles":["owner"]}`), before, "roles"), "the stored role: a, b, got owner")
}
