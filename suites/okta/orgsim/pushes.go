package orgsim

import (
	"slices"

	"github.com/oktascim/oktascim/suites/okta"
)

const pushPath = "/api/v1/apps/{app}/group-push/mappings"

var pushRoutes = []route{
	{"GET " + pushPath, "apps", withApp(listPushes)},
	{"POST " + pushPath, "apps", withApp(createPush)},
	{"GET " + pushPath + "/{id}", "apps", withPush(getPush)},
	{"PATCH " + pushPath + "/{id}", "apps", withPush(updatePush)},
	{"DELETE " + pushPath + "/{id}", "apps", withPush(deletePush)},
}

func withPush(handle func(*call, *pushMapping) (int, any, *apiError)) handler {
	return withApp(func(c *call, a *app) (int, any, *apiError) {
		for _, m := range a.pushes {
			if m.id == c.r.PathValue("id") {
				return handle(c, m)
			}
		}
		return 0, nil, notFound(c.r.PathValue("id"), "GroupPushMapping")
	})
}

func listPushes(c *call, a *app) (int, any, *apiError) {
	query := c.r.URL.Query()
	all := slices.DeleteFunc(slices.Clone(a.pushes), func(m *pushMapping) bool {
		return query.Get("status") != "" && query.Get("status") != m.status ||
			query.Get("sourceGroupId") != "" && query.Get("sourceGroupId") != m.source.id
	})
	out, err := page(c, all, func(m *pushMapping) string { return m.id }, 100, 1000)
	return 200, each(out, c.showPush), err
}

func getPush(c *call, m *pushMapping) (int, any, *apiError) { return 200, c.showPush(m), nil }

// createPush pushes a group under a name, or links it to a group that is known
// to be in the app: exactly one of the two must be given.
func createPush(c *call, a *app) (int, any, *apiError) {
	var body struct{ SourceGroupID, TargetGroupID, TargetGroupName, Status string }
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	def(&body.Status, "ACTIVE")
	source, target := c.findGroup(body.SourceGroupID), c.findGroup(body.TargetGroupID)
	switch {
	case !a.scim || !a.provisioning:
		return 0, nil, noProvisioning()
	case body.SourceGroupID == "":
		return 0, nil, invalid("sourceGroupId", "sourceGroupId: The field cannot be left blank")
	case source == nil || source.app:
		return 0, nil, notFound(body.SourceGroupID, "UserGroup")
	case (body.TargetGroupID == "") == (body.TargetGroupName == ""):
		return 0, nil, invalid("targetGroupId", "Either targetGroupId or targetGroupName must be provided, but not both.")
	case body.TargetGroupID != "" && (target == nil || !target.app):
		return 0, nil, notFound(body.TargetGroupID, "AppGroup")
	case body.Status != "ACTIVE" && body.Status != "INACTIVE":
		return 0, nil, invalid("status", "status: The value must be ACTIVE or INACTIVE.")
	case len(c.pushesOf(source)) > 0:
		return 0, nil, invalid("sourceGroupId", "The source group has a group push mapping already.")
	}
	name := body.TargetGroupName
	if target != nil {
		name = target.name // the group in the app keeps its name until this one gets another
	}
	return 201, c.showPush(c.push(source, name, target, body.Status)), nil
}

// push makes a group push mapping. A target that is new gets its SCIM id with
// the first push.
func (o *Org) push(source *group, name string, target *group, status string) *pushMapping {
	if target == nil {
		target = &group{id: o.newID("00g"), name: name, created: o.now(), updated: o.now(), membersMoved: o.now(),
			members: map[string]bool{}, app: true}
		o.groups = append(o.groups, target)
	}
	m := &pushMapping{id: o.newID("gPm"), status: status, created: o.now(), updated: o.now(), source: source, target: target,
		name: name, pushed: map[string]okta.Member{}}
	o.app.pushes = append(o.app.pushes, m)
	o.log(event{kind: "application.provision.group_push.mapping.created", group: source, app: o.app, mapping: m})
	o.syncPush(m, false)
	return m
}

func (o *Org) pushesOf(g *group) []*pushMapping {
	return slices.DeleteFunc(slices.Clone(o.app.pushes), func(m *pushMapping) bool { return m.source != g })
}

// updatePush pauses a mapping or takes it up again, which pushes the whole
// membership as the button Push Now does. It is the API's way to push again
// after an error.
func updatePush(c *call, m *pushMapping) (int, any, *apiError) {
	var body struct{ Status string }
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	switch body.Status {
	case "ACTIVE":
		c.log(event{kind: "application.provision.group_push.activate_mapping", group: m.source, app: c.app, mapping: m})
	case "INACTIVE":
		c.log(event{kind: "application.provision.group_push.deactivate_mapping", group: m.source, app: c.app, mapping: m})
	default:
		return 0, nil, invalid("status", "status: The value must be ACTIVE or INACTIVE.")
	}
	m.status, m.problem, m.updated = body.Status, "", c.now()
	c.syncPush(m, true)
	return 200, c.showPush(m), nil
}

// deletePush ends a mapping, which must be inactive, and with it the group in
// the app if asked.
func deletePush(c *call, m *pushMapping) (int, any, *apiError) {
	if m.status != "INACTIVE" {
		return 0, nil, invalid("status", "The group push mapping must be INACTIVE to be deleted.")
	}
	c.app.pushes = slices.DeleteFunc(c.app.pushes, func(e *pushMapping) bool { return e == m })
	c.log(event{kind: "application.provision.group_push.removed", group: m.source, app: c.app, mapping: m})
	if c.truth("deleteTargetGroup", false) {
		c.removeTarget(m)
	}
	return 204, nil, nil
}

func (c *call) showPush(m *pushMapping) object {
	return object{"id": m.id, "status": m.status, "errorSummary": m.problem, "created": stamp(m.created), "lastUpdated": stamp(m.updated),
		"lastPush": stamp(m.lastPush), "sourceGroupId": m.source.id, "targetGroupId": m.target.id,
		"_links": object{"app": c.href("/api/v1/apps/" + c.app.id), "sourceGroup": c.href("/api/v1/groups/" + m.source.id),
			"targetGroup": c.href("/api/v1/groups/" + m.target.id)}}
}
