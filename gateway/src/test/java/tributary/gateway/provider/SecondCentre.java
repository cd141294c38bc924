package tributary.gateway.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataCoding;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;

/** A message centre made of jSMPP, which shares no line with our codec. Threads of its own: it may block. */
final class SecondCentre implements AutoCloseable, ServerMessageReceiverListener {

    static final String SYSTEM_ID = "gwuser";
    static final String PASSWORD = "secret12";
    static final String NUMBER = "10690001";

    private static final int UNKNOWN_COMMAND = 3;
    private static final int THREADS = 64;
    private static final long BIND_MS = 10_000;
    private static final long ANSWER_MS = 30_000;

    /** What it does with a message that was submitted. */
    interface Taker {

        /** Answers with the id of the message. */
        String take(SubmitSm submitted, SMPPServerSession session) throws ProcessRequestException;
    }

    private final SMPPServerSessionListener listener;
    private final AtomicInteger binds = new AtomicInteger();
    private volatile Taker taker = (submitted, session) -> "1";
    private volatile SMPPServerSession session;
    private volatile boolean closing;

    SecondCentre(int port) throws IOException {
        this.listener = new SMPPServerSessionListener(port);
        this.listener.setPduProcessorDegree(THREADS);
        this.listener.setQueueCapacity(1_000);
        this.listener.setMessageReceiverListener(this);
        Thread door = new Thread(this::open, "second-centre");
        door.setDaemon(true);
        door.start();
    }

    void takes(Taker other) {
        taker = other;
    }

    /** How often a node was let in. */
    int binds() {
        return binds.get();
    }

    SMPPServerSession session() {
        return session;
    }

    private void open() {
        while (!closing) {
            try {
                SMPPServerSession next = listener.accept();
                next.setTransactionTimer(ANSWER_MS);
                BindRequest request = next.waitForBind(BIND_MS);
                boolean known = request.getBindType() == BindType.BIND_TRX
                        && request.getSystemId().equals(SYSTEM_ID)
                        && request.getPassword().equals(PASSWORD);
                if (known) {
                    session = next;
                    request.accept("second", InterfaceVersion.IF_34);
                    binds.incrementAndGet();
                } else {
                    request.reject(0x0E);
                }
            } catch (IOException | TimeoutException | org.jsmpp.PDUStringException ended) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    /** Waits for the answer. */
    void deliver(String from, int esmClass, int coding, byte[] text, OptionalParameter... parameters)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        DataCoding dataCoding = DataCodings.newInstance((byte) coding);
        session.deliverShortMessage(
                "",
                TypeOfNumber.INTERNATIONAL,
                NumberingPlanIndicator.ISDN,
                from,
                TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.ISDN,
                NUMBER,
                new ESMClass(esmClass),
                (byte) 0,
                (byte) 0,
                new RegisteredDelivery(0),
                dataCoding,
                text,
                parameters);
    }

    void deliver(String from, String ascii) throws Exception {
        deliver(from, 0, 0, ascii.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public SubmitSmResult onAcceptSubmitSm(SubmitSm submitted, SMPPServerSession source)
            throws ProcessRequestException {
        try {
            return new SubmitSmResult(new MessageId(taker.take(submitted, source)), new OptionalParameter[0]);
        } catch (org.jsmpp.PDUStringException tooLong) {
            throw new IllegalStateException(tooLong);
        }
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti multi, SMPPServerSession source)
            throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public QuerySmResult onAcceptQuerySm(QuerySm query, SMPPServerSession source) throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public void onAcceptReplaceSm(ReplaceSm replace, SMPPServerSession source) throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public void onAcceptCancelSm(CancelSm cancel, SMPPServerSession source) throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm broadcast, SMPPServerSession source)
            throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public void onAcceptCancelBroadcastSm(CancelBroadcastSm cancel, SMPPServerSession source)
            throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm query, SMPPServerSession source)
            throws ProcessRequestException {
        throw unknown();
    }

    private static ProcessRequestException unknown() {
        return new ProcessRequestException("not here", UNKNOWN_COMMAND);
    }

    @Override
    public void close() throws IOException {
        closing = true;
        listener.close();
        SMPPServerSession open = session;
        if (open != null) {
            open.close();
        }
    }
}
