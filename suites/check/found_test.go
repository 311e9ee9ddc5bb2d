package check

import "testing"

func TestFinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		status     int
		one, none  []string
	}{
		{"the one", `{"totalResults":1,"Resources":[{"id":"7","userName":"ann"}]}`, 200, nil, []string{`no resource, totalResults 0, got totalResults 1, 1 Resources, the first is "ann"`}},
		{"a count as text", `{"totalResults":"1","Resources":[{"id":"7"}]}`, 200, nil, []string{"1 Resources"}},
		{"somebody else", `{"totalResults":1,"Resources":[{"id":"8"}]}`, 200, []string{"exactly one resource, id 7, got totalResults 1, Resources: 8"}, []string{"1 Resources"}},
		{"two", `{"totalResults":2,"Resources":[{"id":"7"},{"id":"8"}]}`, 200, []string{"Resources: 7, 8"}, []string{"2 Resources"}},
		{"the total of all", `{"totalResults":50,"Resources":[{"id":"7"}]}`, 200, []string{"totalResults 50"}, []string{"totalResults 50"}},
		{"nobody", `{"totalResults":0,"Resources":[]}`, 200, []string{"Resources: none"}, nil},
		{"nobody, Resources left out", `{"totalResults":0}`, 200, []string{"Resources: none"}, nil},
		{"a total without a count", `{"Resources":[]}`, 200, []string{"absent"}, []string{"absent"}},
		{"not found", `{"detail":"no"}`, 404, []string{"404 Not Found: no"}, nil},
		{"a crash", ``, 500, []string{"500"}, []string{"500"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := answer("GET", "/Users", tt.status, tt.body)
			r, problems := Finds(a, "ann", "7")
			expect(t, problems, tt.one...)
			if (r.ID() == "7") != (tt.one == nil) {
				t.Errorf("found %v", r)
			}
			expect(t, FindsNone(a, "ann"), tt.none...)
		})
	}
}
