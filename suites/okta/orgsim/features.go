package orgsim

import "github.com/oktascim/oktascim/suites/okta"

const userProvisioning = "USER_PROVISIONING"

// noProvisioning is what the features of an app without provisioning answer.
func noProvisioning() *apiError {
	return invalid("feature", "Provisioning is not enabled for the app instance.")
}

func listFeatures(c *call, a *app) (int, any, *apiError) {
	if !a.scim || !a.provisioning {
		return 0, nil, noProvisioning()
	}
	return 200, []object{c.showFeature(a)}, nil
}

func getFeature(c *call, a *app) (int, any, *apiError) {
	if err := c.findFeature(a); err != nil {
		return 0, nil, err
	}
	return 200, c.showFeature(a), nil
}

func (c *call) findFeature(a *app) *apiError {
	switch name := c.r.PathValue("name"); {
	case !a.scim || !a.provisioning:
		return noProvisioning()
	case name != userProvisioning:
		return notFound(name, "ApplicationFeature")
	default:
		return nil
	}
}

// updateFeature changes the capabilities that are named.
func updateFeature(c *call, a *app) (int, any, *apiError) {
	if err := c.findFeature(a); err != nil {
		return 0, nil, err
	}
	type setting struct{ Status string }
	var body struct {
		Create struct{ LifecycleCreate setting }
		Update struct{ Profile, LifecycleDeactivate setting }
	}
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	changes := []struct {
		on     *bool
		status string
	}{
		{&a.create, body.Create.LifecycleCreate.Status}, {&a.update, body.Update.Profile.Status},
		{&a.deactivate, body.Update.LifecycleDeactivate.Status},
	}
	for _, e := range changes {
		if e.status != "" && e.status != "ENABLED" && e.status != "DISABLED" {
			return 0, nil, invalid("status", "status: The value must be ENABLED or DISABLED.")
		}
	}
	for _, e := range changes {
		if e.status != "" {
			*e.on = e.status == "ENABLED"
		}
	}
	a.updated = c.now()
	return 200, c.showFeature(a), nil
}

func (c *call) showFeature(a *app) object {
	return object{
		"name": userProvisioning, "status": "ENABLED",
		"description": "User provisioning settings from Okta to a downstream application",
		"capabilities": object{
			"create": object{"lifecycleCreate": object{"status": enabled(a.create)}},
			"update": object{
				"profile":             object{"status": enabled(a.update)},
				"lifecycleDeactivate": object{"status": enabled(a.deactivate)},
				"password":            object{"status": "DISABLED", "seed": "RANDOM", "change": "KEEP_EXISTING"},
			},
		},
		"_links": object{"self": c.href("/api/v1/apps/"+a.id+"/features/"+userProvisioning, "GET", "PUT")},
	}
}

func enabled(on bool) string {
	if on {
		return "ENABLED"
	}
	return "DISABLED"
}

func getConnection(c *call, a *app) (int, any, *apiError) {
	if !a.scim || !a.provisioning {
		return 0, nil, noProvisioning()
	}
	return 200, c.showConnection(a), nil
}

// updateConnection sets the address and the token, from then on sent as a bearer
// token.
func updateConnection(c *call, a *app) (int, any, *apiError) {
	if !a.scim || !a.provisioning {
		return 0, nil, noProvisioning()
	}
	var body struct {
		BaseURL string
		Profile struct{ AuthScheme, Token string }
	}
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	if body.Profile.AuthScheme != "TOKEN" {
		return 0, nil, invalid("authScheme", "authScheme: The value must be TOKEN.")
	}
	if body.Profile.Token == "" {
		return 0, nil, invalid("token", "token: The field cannot be left blank")
	}
	a.authScheme = body.Profile.AuthScheme
	if body.BaseURL != "" {
		a.baseURL = body.BaseURL
	}
	c.client = c.client.With(func(k *okta.Config) {
		k.BaseURL, k.Authorization = a.baseURL, "Bearer "+body.Profile.Token
	})
	if c.truth("activate", false) {
		a.connection = "ENABLED"
	}
	return 200, c.showConnection(a), nil
}

func setConnection(status string) func(*call, *app) (int, any, *apiError) {
	return func(c *call, a *app) (int, any, *apiError) {
		if !a.scim || !a.provisioning {
			return 0, nil, noProvisioning()
		}
		a.connection = status
		return 204, nil, nil
	}
}

func (c *call) showConnection(a *app) object {
	self := "/api/v1/apps/" + a.id + "/connections/default"
	links := object{"self": c.href(self, "GET", "POST")}
	if a.connection == "ENABLED" {
		links["deactivate"] = c.href(self+"/lifecycle/deactivate", "POST")
	} else {
		links["activate"] = c.href(self+"/lifecycle/activate", "POST")
	}
	return object{"authScheme": a.authScheme, "status": a.connection, "baseUrl": a.baseURL,
		"profile": object{"authScheme": a.authScheme}, "_links": links}
}
