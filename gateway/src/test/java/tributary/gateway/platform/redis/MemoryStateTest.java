package tributary.gateway.platform.redis;

class MemoryStateTest extends SharedStateContract {

    private final MemoryState state = new MemoryState(System::nanoTime);

    @Override
    SharedState state() {
        return state;
    }
}
