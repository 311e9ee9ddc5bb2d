package check

import "testing"

func TestAgreeAndKept(t *testing.T) {
	t.Parallel()
	answer := resource(t, `{"schemas":["a"],"id":"1","title":"Boss","password":"x","groups":[{"value":"g"}],"name":{"givenName":"A","formatted":"A B"},
		"emails":[{"value":"a@x","primary":true}],"meta":{"lastModified":"2026-01-01T00:00:00Z"}}`)
	tests := []struct {
		name, other string
		except      []string
		agree, kept []string
	}{
		{"the same", `{"schemas":["a","b"],"id":"1","title":"Boss","groups":[{"value":"g"}],"name":{"givenName":"A","formatted":"A B"},"emails":[{"value":"a@x","primary":true}]}`, nil, nil, nil},
		{"more", `{"id":"1","title":"Boss","groups":[{"value":"g"}],"name":{"givenName":"A","formatted":"A B"},"emails":[{"value":"a@x","primary":true}],"locale":"en"}`, nil, nil, nil},
		{"less", `{"id":"1","groups":[{"value":"g"}],"name":{"givenName":"A"},"emails":[{"value":"a@x","primary":true}]}`, nil, nil,
			[]string{`name.formatted: expected "A B", as seen before, got absent`, "title"}},
		{"other", `{"id":"1","title":"Chief","groups":[{"value":"g"}],"name":{"givenName":"A","formatted":"A B"},"emails":[{"value":"a@x"}]}`, nil,
			[]string{"emails", `title: expected "Boss", as seen before, got "Chief"`}, []string{"emails", "title"}},
		{"excepted", `{"id":"1","title":"Boss","groups":[{"value":"h"}],"name":{"givenName":"A","formatted":"A B"},"emails":[{"value":"a@x","primary":true}]}`, []string{"groups"}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, Agree(answer, resource(t, tt.other), tt.except...), tt.agree...)
			expect(t, Kept(answer, resource(t, tt.other), tt.except...), tt.kept...)
		})
	}
}
