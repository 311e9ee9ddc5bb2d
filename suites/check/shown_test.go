package check

import "testing"

func TestIfShown(t *testing.T) {
	t.Parallel()
	want := []string{"1", "2"}
	names := map[string]string{"2": "Bea"}
	tests := []struct {
		name string
		got  []Problem
		want []string
	}{
		{"members left out", MembersIfShown(resource(t, `{"displayName":"g"}`), want, names), nil},
		{"members null", MembersIfShown(resource(t, `{"members":null}`), want, names), nil},
		{"members", MembersIfShown(resource(t, `{"members":[{"value":"2"},{"value":"1"}]}`), want, names), nil},
		{"stale members", MembersIfShown(resource(t, `{"members":[{"value":"1"}]}`), want, names), []string{"missing: Bea"}},
		{"no members, said so", MembersIfShown(resource(t, `{"members":[]}`), want, names), []string{"got none"}},
		{"groups left out", GroupsIfShown(resource(t, `{"id":"1"}`), "g", nil), nil},
		{"groups null", GroupsIfShown(resource(t, `{"groups":null}`), "g", nil), nil},
		{"in the group", GroupsIfShown(resource(t, `{"groups":[{"value":"h"},{"value":"g"}]}`), "g", nil), nil},
		{"in no group", GroupsIfShown(resource(t, `{"groups":[]}`), "g", nil), []string{"once g, got none"}},
		{"twice in the group", GroupsIfShown(resource(t, `{"groups":[{"value":"g"},{"value":"g"}]}`), "g", nil), []string{"once g, got g, g"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, tt.got, tt.want...)
		})
	}
}
