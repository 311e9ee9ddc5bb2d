package check

import "testing"

const sentUser = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Jane.Doe@Example.com","name":{"givenName":"Jane","familyName":"Doe"},
	"displayName":"Jane Doe","emails":[{"value":"Jane.Doe@Example.com","type":"work","primary":true}],"active":true,"externalId":"00u1","title":"",
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"R&D"}}`

func TestSent(t *testing.T) {
	t.Parallel()
	sent := resource(t, sentUser)
	expect(t, Sent(sent, sent))
	tests := []struct {
		name, shown string
		attributes  []string
		want        []string
	}{
		{"e-mail in another case is legal", `{"emails":[{"value":"jane.doe@example.com","type":"work","primary":true}]}`, []string{"emails"}, nil},
		{"more e-mails are legal", `{"emails":[{"value":"x@y"},{"value":"jane.doe@example.com","type":"Work","primary":true}]}`, []string{"emails"}, nil},
		{"primary lost", `{"emails":[{"value":"jane.doe@example.com","type":"work"}]}`, []string{"emails"}, []string{"primary: expected true, as sent"}},
		{"primary as text", `{"emails":[{"value":"jane.doe@example.com","type":"work","primary":"true"}]}`, []string{"emails"}, []string{"primary"}},
		{"e-mail gone", `{"emails":[]}`, []string{"emails"}, []string{"among the elements"}},
		{"userName in lower case", `{"userName":"jane.doe@example.com"}`, []string{"userName"}, []string{`expected "Jane.Doe@Example.com", as sent`}},
		{"name flattened", `{"name":"Jane Doe"}`, []string{"name.givenName"}, []string{"name.givenName"}},
		{"active as text", `{"active":"true"}`, []string{"active"}, []string{`got "true"`}},
		{"empty and absent are one", `{}`, []string{"title"}, nil},
		{"not sent", `{}`, []string{"nickName"}, nil},
		{"extension", `{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Sales"}}`, []string{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"}, []string{`"R&D"`}},
		{"extension gone", `{}`, []string{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"}, []string{"absent"}},
		{"schemas", `{"schemas":[]}`, []string{"schemas"}, []string{"among the elements"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, Sent(resource(t, tt.shown), sent, tt.attributes...), tt.want...)
		})
	}
	if _, ok := Lookup(sent, "name.givenName.x"); ok {
		t.Error("a path through text was found")
	}
}

func TestUnchanged(t *testing.T) {
	t.Parallel()
	before := resource(t, `{"id":"1","active":true,"title":null,"name":{"givenName":"A"},"meta":{"resourceType":"User","lastModified":"2026-01-01T00:00:00Z"},
		"members":[{"value":"1","display":"a"},{"value":"2"}],"schemas":["a","b"],"count":3}`)
	tests := []struct {
		name, after string
		except      []string
		want        []string
	}{
		{"order, display, time stamps and empty values are free", `{"id":"1","active":true,"nickName":"","name":{"givenName":"A"},"meta":{"resourceType":"User","lastModified":"2027-01-01T00:00:00Z"},
			"members":[{"value":"2","display":"b"},{"value":"1"}],"schemas":["b","a"],"count":3}`, nil, nil},
		{"one attribute", `{"id":"1","active":false,"name":{"givenName":"A"},"meta":{"resourceType":"User"},"members":[{"value":"1"},{"value":"2"}],"schemas":["a","b"],"count":3}`,
			nil, []string{"active: expected as before: true, got false"}},
		{"excepted attribute", `{"id":"1","active":false,"name":{"givenName":"B"},"meta":{"resourceType":"User"},"members":[{"value":"1"},{"value":"2"}],"schemas":["a","b"],"count":3}`,
			[]string{"active", "name"}, nil},
		{"member lost", `{"id":"1","active":true,"name":{"givenName":"A"},"meta":{"resourceType":"User"},"members":[{"value":"1"}],"schemas":["a","b"],"count":3}`,
			nil, []string{"members"}},
		{"attribute gone", `{"id":"1","active":true,"meta":{"resourceType":"User"},"members":[{"value":"1"},{"value":"2"}],"schemas":["a","b"],"count":3}`,
			nil, []string{`name.givenName: expected as before: "A", got absent`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, Unchanged(before, resource(t, tt.after), tt.except...), tt.want...)
		})
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	group := resource(t, `{"members":[{"value":"1"},{"value":"2"},{"value":"2"},{"value":"9"}]}`)
	names := map[string]string{"1": "ann", "2": "bob", "3": "cem"}
	expect(t, Members(group, []string{"1", "2", "3"}, names), "missing: cem; too many: 9; repeated: bob")
	expect(t, Members(group, []string{"1", "2", "2", "9"}, nil))
	expect(t, Members(resource(t, `{}`), nil, nil))
	expect(t, Members(resource(t, `{}`), []string{"1"}, names), "exactly ann, got none (missing: ann)")
	expect(t, HasMember(group, "1", "ann"))
	expect(t, HasMember(group, "2", "bob"), "2 times")
	expect(t, HasNoMember(group, "7", "zoe"))
	expect(t, HasNoMember(group, "9", "ivy"), "not ivy")
	user := resource(t, `{"groups":[{"value":"g1"}]}`)
	expect(t, GroupsOf(user, []string{"g1"}, []string{"g2"}, nil))
	expect(t, GroupsOf(user, []string{"g2"}, []string{"g1"}, map[string]string{"g2": "Team"}), "once Team", "not g1")
}

func TestShapes(t *testing.T) {
	t.Parallel()
	good := `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"a","active":true}`
	expect(t, UserShape(resource(t, good)))
	expect(t, UserShape(resource(t, `{"schemas":"urn","id":1,"active":"true","emails":{"value":"x"},"name":"Jane","groups":["g"],"password":"x"}`)),
		"schemas", "id", "userName", "active", "emails: expected an array", "groups: expected an array of objects", "name: expected an object", "never returned")
	expect(t, GroupShape(resource(t, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"1","displayName":"x","members":[{"value":"2"}]}`)))
	expect(t, GroupShape(resource(t, `{"schemas":[],"id":"1","displayName":"","members":[{"value":2}]}`)), "schemas", "displayName", "members.value")
	expect(t, Meta(resource(t, `{"meta":{"resourceType":"User","location":"/Users/1","created":"2026-01-01T00:00:00Z"}}`), "User"))
	expect(t, Meta(resource(t, `{"meta":{"resourceType":"Group","created":"yesterday","lastModified":12}}`), "User"), "resourceType", "location", "created", "lastModified")
	expect(t, Meta(resource(t, `{}`), "User"), "meta: expected an object")
}

func TestProblemText(t *testing.T) {
	t.Parallel()
	got := In("GET /Users/{id}", Problem{Expected: "a", Actual: "b", Place: "title"})
	expect(t, got, "GET /Users/{id} title: expected a, got b")
	if n := len([]rune(clip(string(make([]rune, 500))))); n != excerptLength+1 {
		t.Errorf("clipped to %d runes", n)
	}
	if All(nil, nil) != nil {
		t.Error("no problems must be nil")
	}
}
