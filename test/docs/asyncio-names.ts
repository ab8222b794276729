// The public names of asyncio in CPython 3.14: `asyncio.__all__` and the methods of its classes, without what begins with an
// underscore. (I/O objects are listed by name only.)

const list = (text: string): string[] => text.trim().split(/\s+/);

/** `asyncio.__all__`. */
export const asyncioNames = list(`
  BaseEventLoop Server iscoroutinefunction iscoroutine
  AbstractEventLoop AbstractServer Handle TimerHandle get_event_loop_policy set_event_loop_policy get_event_loop
  set_event_loop new_event_loop get_running_loop
  BrokenBarrierError CancelledError InvalidStateError TimeoutError IncompleteReadError LimitOverrunError
  SendfileNotAvailableError
  Future wrap_future isfuture future_add_to_awaited_by future_discard_from_awaited_by
  capture_call_graph format_call_graph print_call_graph FrameCallGraphEntry FutureCallGraph
  Lock Event Condition Semaphore BoundedSemaphore Barrier
  BaseProtocol Protocol DatagramProtocol SubprocessProtocol BufferedProtocol
  Runner run
  Queue PriorityQueue LifoQueue QueueFull QueueEmpty QueueShutDown
  StreamReader StreamWriter StreamReaderProtocol open_connection start_server open_unix_connection start_unix_server
  create_subprocess_exec create_subprocess_shell
  TaskGroup
  Task create_task FIRST_COMPLETED FIRST_EXCEPTION ALL_COMPLETED wait wait_for as_completed sleep gather shield
  ensure_future run_coroutine_threadsafe current_task all_tasks create_eager_task_factory eager_task_factory
  to_thread
  Timeout timeout timeout_at
  BaseTransport ReadTransport WriteTransport Transport DatagramTransport SubprocessTransport
  SelectorEventLoop EventLoop
`);

/** The methods of loops. */
export const loopNames = list(`
  run_forever run_until_complete stop is_running is_closed close shutdown_asyncgens shutdown_default_executor
  call_soon call_later call_at time create_future create_task call_soon_threadsafe run_in_executor set_default_executor
  getaddrinfo getnameinfo create_connection create_server start_tls sendfile create_unix_connection create_unix_server
  connect_accepted_socket create_datagram_endpoint connect_read_pipe connect_write_pipe subprocess_shell subprocess_exec
  add_reader remove_reader add_writer remove_writer sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into
  sock_sendall sock_sendto sock_connect sock_accept sock_sendfile add_signal_handler remove_signal_handler
  set_task_factory get_task_factory get_exception_handler set_exception_handler default_exception_handler
  call_exception_handler get_debug set_debug slow_callback_duration
`);

/** The members of the classes that are here, too. */
export const memberNames: Readonly<Record<string, readonly string[]>> = {
  EventLoop: loopNames,
  Future: list(`add_done_callback cancel cancelled done exception get_loop remove_done_callback result set_exception
    set_result`),
  Task: list(`add_done_callback cancel cancelled cancelling done exception get_context get_coro get_loop get_name
    remove_done_callback result set_exception set_name set_result uncancel`),
  Handle: list("cancel cancelled get_context"),
  TimerHandle: list("when"),
  TaskGroup: list("create_task cancel"),
  Timeout: list("expired reschedule when"),
  Runner: list("close get_loop run"),
  Lock: list("acquire locked release"),
  Event: list("clear is_set set wait"),
  Condition: list("acquire locked notify notify_all release wait wait_for"),
  Semaphore: list("acquire locked release"),
  Barrier: list("abort broken n_waiting parties reset wait"),
  Queue: list("empty full get get_nowait join maxsize put put_nowait qsize shutdown task_done"),
};

/** asyncio's name as it is here. */
export function hereNameOf(name: string): string {
  if (/^[A-Z]/.test(name)) return name;
  return name
    .replace("iscoroutine", "is_coroutine")
    .replace("isfuture", "is_future")
    .replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
