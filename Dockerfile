# The emulator from this repository: docker build -t box-emulator . && docker run -p 8080:8080 box-emulator
FROM node:24-slim
WORKDIR /effect-box
COPY . .
RUN node scripts/run.mjs emulator --version
EXPOSE 8080
ENTRYPOINT ["node", "packages/node/src/cli/bin.ts", "emulator", "--host", "0.0.0.0"]
