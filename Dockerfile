# Directus with our bundles. The bundles are built in a stage of their own: the image of Directus 12 has no npm.
ARG DIRECTUS_IMAGE=directus/directus:11.17.4
ARG NODE_IMAGE=node:22-bookworm

FROM ${NODE_IMAGE} AS build
WORKDIR /guanxi
COPY . .
RUN npm run build
# Only what Directus loads; the folder's name is how it knows an extension.
RUN for bundle in extensions/*/; do \
      mkdir -p "/built/$(basename "$bundle")" \
      && cp -r "$bundle/package.json" "$bundle/dist" "/built/$(basename "$bundle")/"; \
    done

FROM ${DIRECTUS_IMAGE}
COPY --from=build --chown=node:node /built/ /directus/extensions/
