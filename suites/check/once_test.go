package check

import (
	"testing"

	"github.com/oktascim/oktascim/suites/okta"
)

func TestOnce(t *testing.T) {
	t.Parallel()
	page := func(resources string) okta.Answer {
		return answer("GET", "/Users", 200, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":9,"Resources":[`+resources+`]}`)
	}
	ann, bob := `{"id":"1","userName":"Ann@x"}`, `{"id":"2","userName":"bob@x"}`
	tests := []struct {
		name  string
		pages []okta.Answer
		want  []string
	}{
		{"once", []okta.Answer{page(bob), page(ann)}, nil},
		{"missing", []okta.Answer{page(bob)}, []string{"the id 1 once, got 0 times"}},
		{"twice", []okta.Answer{page(ann), page(ann)}, []string{"the id 1 once, got twice", "the userName ann@x once, got twice"}},
		{"a twin in another case", []okta.Answer{page(ann + `,{"id":"3","userName":"ANN@x"}`)}, []string{"the userName ann@x once"}},
		{"no list", []okta.Answer{page(ann), answer("GET", "/Users", 500, "")}, []string{"500"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, Once(tt.pages, "1", "ann@x"), tt.want...)
		})
	}
}
