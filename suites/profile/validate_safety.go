package profile

import "fmt"

// safety refuses bounds that would let a run do nothing.
func (v *validator) safety() {
	s := v.profile.Safety
	for _, bound := range []struct {
		path  string
		value int
	}{{"safety.max_requests", s.MaxRequests}, {"safety.max_users", s.MaxUsers}, {"safety.max_groups", s.MaxGroups}} {
		if bound.value < 0 || bound.value == 0 && v.decoder != nil && !v.missing(bound.path) {
			v.refuse(bound.path, fmt.Sprintf("%s is %d, but a run needs at least one", name(bound.path), bound.value),
				"give 1 or more, or remove the key: without it there is no bound")
		}
	}
	if s.MaxUsers > 0 && v.profile.TestData.MaxUsers > s.MaxUsers {
		v.refuse("safety.max_users",
			fmt.Sprintf("the crowd alone (`test_data.max_users`: %d) is larger than all users that the run may create (`safety.max_users`: %d)", v.profile.TestData.MaxUsers, s.MaxUsers),
			"lower `test_data.max_users` or raise `safety.max_users`")
	}
}
