package orgsim

var orgRoutes = []route{
	{"GET /api/v1/org", "orgs", getOrg},
	{"GET /api/v1/meta/types/user", "userTypes", listUserTypes},
	{"GET /api/v1/meta/types/user/{id}", "userTypes", getUserType},
	{"POST /oauth2/v1/token", "", giveToken},
}

func getOrg(c *call) (int, any, *apiError) {
	return 200, object{"id": "00oSIMULATEDORG00000", "companyName": "Simulated org", "subdomain": "simulated", "status": "ACTIVE",
		"created": stamp(c.app.created), "lastUpdated": stamp(c.app.created), "expiresAt": nil,
		"_links": object{"self": c.href("/api/v1/org")}}, nil
}

func listUserTypes(c *call) (int, any, *apiError) { return 200, []object{c.showUserType()}, nil }

func getUserType(c *call) (int, any, *apiError) {
	if id := c.r.PathValue("id"); id != c.otype && id != "default" {
		return 0, nil, notFound(id, "UserType")
	}
	return 200, c.showUserType(), nil
}

func (c *call) showUserType() object {
	return object{"id": c.otype, "displayName": "User", "name": "user", "default": true,
		"description": "Okta user profile template with default permission settings",
		"created":     stamp(c.app.created), "lastUpdated": stamp(c.app.created), "createdBy": "system", "lastUpdatedBy": "system",
		"_links": object{"self": c.href("/api/v1/meta/types/user/" + c.otype), "schema": c.href("/api/v1/meta/schemas/user/osc" + c.otype[3:])}}
}
