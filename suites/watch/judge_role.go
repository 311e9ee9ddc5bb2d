package watch

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
)

// role judges the role of a user that a read shows, as the app profile maps groups to roles.
func (j *judge) role(id string, x *Exchange) {
	roles, u := j.profile.Roles, j.state.users[id]
	if roles == nil || roles.ByAttribute() || roles.Attribute == "" || u == nil || u.active != true || u.left ||
		!j.settled(harness.Users, id) {
		return
	}
	want := check.RoleWant{Attribute: roles.Attribute}
	for _, m := range roles.Groups {
		want.Known = append(want.Known, m.Role)
		switch g := j.state.groupNames[m.Group]; {
		case g == nil: // it may have been there before, with this user in it
			want.Also = append(want.Also, m.Role)
		case g.gone || !j.settled(harness.Groups, g.id):
		case !g.whole:
			return
		case !g.members[id]:
		case want.Role == "":
			want.Role = m.Role
		default:
			want.Also = append(want.Also, m.Role)
		}
	}
	judged := "roles.group.gives"
	if want.Role == "" {
		judged, want.Role = "roles.removal.last", roles.Default
		if u.last == create {
			judged = "roles.default.new-user"
		}
	} else {
		want.Also = append(want.Also, roles.Default)
	}
	if roles.Default != "" {
		want.Known = append(want.Known, roles.Default)
	}
	if want.Role == "" || len(want.Also) > 0 && judged != "roles.group.gives" {
		return
	}
	j.says(judged, u.name, check.In(x.Op(), check.HasRole(x.Resource, want)...))
}
