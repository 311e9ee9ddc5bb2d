package okta

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestResourcePaths(t *testing.T) {
	t.Parallel()
	r := Resource{"id": "1", "n": json.Number("7"), "null": nil,
		"emails": []any{map[string]any{"value": "a@b"}}, "name": map[string]any{"givenName": "J"}}
	for _, c := range []struct {
		path []string
		want any
		ok   bool
	}{
		{[]string{"id"}, "1", true}, {[]string{"null"}, nil, true}, {[]string{"none"}, nil, false},
		{[]string{"name", "givenName"}, "J", true}, {[]string{"name", "givenName", "x"}, nil, false},
		{[]string{"emails", "0", "value"}, "a@b", true}, {[]string{"emails", "1"}, nil, false},
		{[]string{"emails", "-1"}, nil, false}, {[]string{"emails", "x"}, nil, false},
	} {
		got, ok := r.Get(c.path...)
		if d := cmp.Diff(c.want, got); d != "" || ok != c.ok {
			t.Errorf("%v: %v %s", c.path, ok, d)
		}
	}
	if r.String("emails", "0", "value") != "a@b" || r.String("n") != "" || r.String("none") != "" {
		t.Error("String gives something else than the string")
	}
	for want, one := range map[string]Resource{"1": r, "7": {"id": json.Number("7")}, "": {"id": true}} {
		if one.ID() != want {
			t.Errorf("id %q, want %q", one.ID(), want)
		}
	}
	var absent Resource
	absent.Set("x", "id")
	if absent.ID() != "" || absent.Clone() != nil {
		t.Error("no resource has an id or a copy")
	}
}

func TestSetAndClone(t *testing.T) {
	t.Parallel()
	r := Resource{"emails": []any{map[string]any{"value": "a"}, "b"}, "name": "text"}
	before := r.Clone()
	copied := r.Clone()
	copied.Set("J", "name", "givenName")
	copied.Set("c", "emails", "0", "value")
	copied.Set("d", "emails", "1")
	copied.Set("e", "emails", "2")
	copied.Set("f", "emails", "x", "y")
	copied.Set("g", "urn:x", "manager", "value")
	copied.Set("h")
	want := Resource{"emails": []any{map[string]any{"value": "c"}, "d"}, "name": map[string]any{"givenName": "J"},
		"urn:x": map[string]any{"manager": map[string]any{"value": "g"}}}
	if d := cmp.Diff(want, copied); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(before, r); d != "" {
		t.Errorf("the original changed: %s", d)
	}
}

func TestUserResource(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		user User
		want Resource
	}{
		{User{UserName: "a"}, Resource{"schemas": []any{UserSchema}, "userName": "a", "groups": []any{}, "active": false}},
		{User{UserName: "a", FamilyName: "B", Extra: map[string]any{EnterpriseSchema: map[string]any{"department": ""}, "displayName": nil, "emails": []any{}, "title": "T", "active": "x"}},
			Resource{"schemas": []any{UserSchema, EnterpriseSchema}, "userName": "a", "name": map[string]any{"familyName": "B"}, "groups": []any{},
				"active": "x", "displayName": nil, "emails": []any{}, "title": "T", EnterpriseSchema: map[string]any{"department": ""}}},
	} {
		if d := cmp.Diff(c.want, c.user.Resource()); d != "" {
			t.Error(d)
		}
	}
	extra := map[string]any{"urn:x": map[string]any{"a": "b"}}
	User{Extra: extra}.Resource().Set("changed", "urn:x", "a")
	if d := cmp.Diff(map[string]any{"urn:x": map[string]any{"a": "b"}}, extra); d != "" {
		t.Errorf("Extra changed through the resource: %s", d)
	}
}

func TestCreateMakesUpAPassword(t *testing.T) {
	t.Parallel()
	s := serve(t, `201 {"id":"1"}`)
	c := s.client(AIW)
	seen := map[string]bool{}
	for range 2 {
		r, err := decodeObject(c.CreateUser(t.Context(), User{UserName: "a"}).RequestBody)
		if err != nil || len(r.String("password")) < 12 {
			t.Errorf("%v %v", r, err)
		}
		seen[r.String("password")] = true
	}
	if len(seen) != 2 {
		t.Error("the same password twice")
	}
	a := c.CreateUser(t.Context(), User{UserName: "a", Extra: map[string]any{"password": nil}})
	if !strings.Contains(string(a.RequestBody), `"password":null`) {
		t.Errorf("sent %s", a.RequestBody)
	}
	if n := len(randomText(100)); n != 100 {
		t.Errorf("%d letters", n)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	emails := func(e ...any) Resource { return Resource{"emails": e} }
	work := map[string]any{"type": "work", "value": "w"}
	home := map[string]any{"type": "home", "primary": true, "value": "h"}
	both := map[string]any{"type": "work", "primary": true, "value": "b"}
	for name, c := range map[string]struct {
		read Resource
		user User
		path []string
		want any
	}{
		"work and primary first":  {emails(home, work, both), User{Email: "n"}, []string{"emails", "2", "value"}, "n"},
		"primary next":            {emails(work, home), User{Email: "n"}, []string{"emails", "1", "value"}, "n"},
		"work next":               {emails("text", work), User{Email: "n"}, []string{"emails", "1", "value"}, "n"},
		"else one more":           {emails(map[string]any{"type": "other"}), User{Email: "n"}, []string{"emails", "1"}, map[string]any{"type": "work", "primary": true, "value": "n"}},
		"none before":             {Resource{}, User{Email: "n"}, []string{"emails", "0", "value"}, "n"},
		"emails of Extra":         {emails(work), User{Email: "n", Extra: map[string]any{"emails": []any{}}}, []string{"emails"}, []any{}},
		"schemas of either case":  {Resource{"schemas": []any{strings.ToUpper(UserSchema)}}, User{}, []string{"schemas"}, []any{strings.ToUpper(UserSchema)}},
		"schemas added":           {Resource{"schemas": []any{"urn:x"}}, User{}, []string{"schemas"}, []any{"urn:x", UserSchema}},
		"extension merged":        {Resource{"urn:x": map[string]any{"a": "1", "b": "2"}}, User{Extra: map[string]any{"urn:x": map[string]any{"b": "3"}}}, []string{"urn:x"}, map[string]any{"a": "1", "b": "3"}},
		"name instead of null":    {Resource{"name": nil}, User{GivenName: "J"}, []string{"name"}, map[string]any{"givenName": "J"}},
		"cleared":                 {Resource{"title": "T"}, User{Extra: map[string]any{"title": ""}}, []string{"title"}, ""},
		"inactive as text":        {Resource{"active": "False"}, User{Active: true}, []string{"active"}, true},
		"active stays as it is":   {Resource{"active": "True"}, User{Active: true}, []string{"active"}, "True"},
		"never deactivates":       {Resource{"active": true}, User{}, []string{"active"}, true},
		"groups are the server's": {Resource{"groups": []any{"g"}}, User{}, []string{"groups"}, []any{"g"}},
		"unset values are echoed": {Resource{"locale": "de"}, User{}, []string{"locale"}, "de"},
		"a set one replaces":      {Resource{"locale": "de"}, User{Locale: "en"}, []string{"locale"}, "en"},
	} {
		before := c.read.Clone()
		got, _ := merge(c.read, c.user).Get(c.path...)
		if d := cmp.Diff(before, c.read); d != "" {
			t.Errorf("%s: the resource as read changed: %s", name, d)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	out := merge(Resource{"id": "1"}, User{UserName: "a", Password: "p"})
	for _, never := range []string{"password", "active", "groups"} {
		if _, there := out[never]; there {
			t.Errorf("%s is in a profile update", never)
		}
	}
}

func TestListAndHit(t *testing.T) {
	t.Parallel()
	for body, c := range map[string]struct {
		n   int
		ok  bool
		hit string
	}{
		`{"totalResults":2,"Resources":[{"id":"1"},{"id":"2"}]}`: {2, true, "1"},
		`{"totalResults":0,"Resources":[{"id":"1"}]}`:            {1, true, ""},
		`{"totalResults":1,"Resources":[{"userName":"a"}]}`:      {1, true, ""},
		`{"totalResults":1,"Resources":["x",{"id":"2"}]}`:        {1, false, "2"},
		`{"totalResults":1,"Resources":null}`:                    {0, false, ""},
		`{"totalResults":1.5,"Resources":[{"id":"1"}]}`:          {1, true, ""},
		`{"Resources":[{"id":"1"}]}`:                             {1, true, ""},
		`{}`:                                                     {0, false, ""},
	} {
		r, err := decodeObject([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		list, ok := Answer{Resource: r}.List()
		hit, _ := Answer{Resource: r}.hit()
		if len(list) != c.n || ok != c.ok || hit.ID() != c.hit {
			t.Errorf("%s: %v %v, hit %v", body, list, ok, hit)
		}
	}
}
