// The service: `node src/server.ts --config funding.toml --store funding.db`; the settings may name the store too.
import { parseArgs } from "node:util";
import grpc, { Metadata, Server, ServerCredentials } from "@grpc/grpc-js";
import { ReflectionService } from "@grpc/reflection";
import { HealthImplementation } from "grpc-health-check";
import { batch, stream } from "./ballots.ts";
import { Bus } from "./bus.ts";
import { Call, checked, Service } from "./calls.ts";
import { readConfig } from "./config.ts";
import { fileDescriptors, serviceOf } from "./contract.ts";
import { answered } from "./errors.ts";
import { type Method, METHODS, SERVICE } from "./funding.ts";
import { Hearing } from "./hearing.ts";
import { Mission } from "./log.ts";
import { METHODS as OPERATIONS } from "./operations.ts";
import { LOG_METHODS, readPublic, RECEIPT_METHODS } from "./public_log.ts";
import { HEARING_METHODS, READ_METHODS, watchDue } from "./reads.ts";
import { Store } from "./store.ts";
import { Tokens } from "./tokens.ts";

const LOG = "osi.log.v1.LogService";
const READS = "osi.reads.v1.ReadService";
const SERVED: Record<string, Record<string, Method>> = {
  [SERVICE]: { ...METHODS, BatchCastGrantBallots: batch },
  [LOG]: LOG_METHODS,
  "osi.log.v1.ReceiptService": RECEIPT_METHODS,
  [READS]: READ_METHODS,
  "osi.log.v1.HearingService": HEARING_METHODS,
  "google.longrunning.Operations": OPERATIONS,
};

/** A method as the server calls it: looked at, carried out, and answered with where the mission stands. */
const unary =
  (service: Service, name: string, method: string, carry: Method): grpc.handleUnaryCall<any, any> =>
  ({ metadata, request }, answer) => {
    const call = new Call(service, metadata);
    const work = async (): Promise<object> => {
      await call.begin();
      checked(name, method, request);
      return carry(call, request, service);
    };
    work().then(
      (told) => answer(null, told, trailer(call)),
      (error) => answer(answered(error, call.language)),
    );
  };

function trailer(call: Call): Metadata {
  const metadata = new Metadata();
  if (call.position) metadata.set("osi-position", call.position);
  return metadata;
}

/** A method that answers with a stream. */
const streaming = (service: Service, name: string, method: string, carry: typeof readPublic): grpc.UntypedHandleCall =>
  ((told: grpc.ServerWritableStream<any, any>) => {
    const call = new Call(service, told.metadata);
    const work = async (): Promise<void> => {
      await call.begin();
      checked(name, method, told.request);
      await carry(call, told);
    };
    work().then(
      () => told.end(),
      (error) => void told.emit("error", answered(error, call.language)),
    );
  }) as grpc.UntypedHandleCall;

/** The method that takes a stream. */
const taking = (service: Service): grpc.UntypedHandleCall =>
  ((parts: grpc.ServerReadableStream<any, any>, answer: grpc.sendUnaryData<any>) => {
    const call = new Call(service, parts.metadata);
    const work = call.begin().then(() => stream(call, parts));
    work.then(
      (told) => answer(null, told, trailer(call)),
      (error) => answer(answered(error, call.language)),
    );
  }) as grpc.UntypedHandleCall;

function serve(server: Server, service: Service): void {
  const streams: Record<string, Record<string, grpc.UntypedHandleCall>> = {
    [SERVICE]: { StreamGrantBallots: taking(service) },
    [LOG]: { ReadPublic: streaming(service, LOG, "ReadPublic", readPublic) },
    [READS]: { WatchDue: streaming(service, READS, "WatchDue", watchDue) },
  };
  for (const [name, methods] of Object.entries(SERVED)) {
    const handlers = Object.entries(methods).map(([method, carry]) => [method, unary(service, name, method, carry)]);
    server.addService(serviceOf(name), { ...Object.fromEntries(handlers), ...streams[name] });
  }
}

/**
 * Of two `authorization` lines Node keeps the first and says nothing. Here both together prove nothing, so that nobody is
 * taken for somebody else: the raw headers still tell.
 */
function refuseTwoTokens(server: Server): void {
  for (const http2 of (server as any).http2Servers.keys()) {
    http2.prependListener("stream", (_: unknown, headers: Record<string, string>, __: unknown, raw: string[]) => {
      const lines = raw.filter((name, at) => at % 2 === 0 && name === "authorization").length;
      if (lines > 1) headers.authorization = "two tokens";
    });
  }
}

function main(): void {
  const { values } = parseArgs({ options: { config: { type: "string" }, store: { type: "string" } } });
  if (!values.config) throw new Error("--config FILE is needed");
  const config = readConfig(values.config);
  const file = values.store ?? config.store;
  if (!file) throw new Error("--store FILE is needed, where the settings name none");
  const store = new Store(file);
  const known = store.all<{ mission: string; organisation: string }>("SELECT * FROM missions");
  const missions = new Map(
    known.map(({ mission, organisation }) => [mission, new Mission(store, config.chain, mission, organisation)]),
  );
  const service = new Service(store, missions, new Tokens(config), config.chain);
  const server = new Server();
  serve(server, service);
  new HealthImplementation({
    "": "SERVING",
    ...Object.fromEntries(Object.keys(SERVED).map((name) => [name, "SERVING"])),
  }).addToServer(server);
  new ReflectionService({ files: { fileDescriptorProtos: fileDescriptors() } } as any).addToServer(server);
  server.bindAsync(config.address, ServerCredentials.createInsecure(), (error) => {
    if (error) throw error;
    refuseTwoTokens(server);
    const hearing = new Hearing(config, store, missions);
    hearing.begin();
    if (config.bus.servers.length) void new Bus(config, store, missions, hearing).begin();
    console.error(`serves ${config.chain} at ${config.address}`);
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      server.tryShutdown(() => process.exit(0));
      setTimeout(() => process.exit(0), 5_000).unref();
    });
  }
}

main();
