import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

const getParentRoute = () => accountRoute

/** Campaigns, their engagements, and what a page is shown. */
export const campaignRoutes = [
  createRoute({
    getParentRoute,
    path: 'campaigns',
    component: lazyRouteComponent(() => import('./campaigns-page.tsx'), 'CampaignsPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'campaigns/new',
    component: lazyRouteComponent(() => import('./campaign-form-page.tsx'), 'NewCampaignPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'campaigns/preview',
    component: lazyRouteComponent(() => import('./preview-page.tsx'), 'PreviewPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'campaigns/$campaignId',
    component: lazyRouteComponent(() => import('./campaign-page.tsx'), 'CampaignPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'campaigns/$campaignId/edit',
    component: lazyRouteComponent(() => import('./campaign-form-page.tsx'), 'EditCampaignPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'campaigns/$campaignId/engagements/new',
    component: lazyRouteComponent(() => import('./engagement-form-page.tsx'), 'NewEngagementPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'campaigns/$campaignId/engagements/$engagementId',
    component: lazyRouteComponent(() => import('./engagement-page.tsx'), 'EngagementPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'campaigns/$campaignId/engagements/$engagementId/edit',
    component: lazyRouteComponent(() => import('./engagement-form-page.tsx'), 'EditEngagementPage'),
  }),
] as const
