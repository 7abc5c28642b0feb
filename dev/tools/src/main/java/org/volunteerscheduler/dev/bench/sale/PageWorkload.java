// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.load.ClosedLoop;
import org.volunteerscheduler.dev.bench.load.HttpLoad;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Workload;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.User;

/** Pages of what is recorded, read over HTTP by a few people who wait for each before they ask for the next. */
public final class PageWorkload implements Workload {

    private static final int CONNECTIONS = 4;
    private static final String STATEMENT = "/volunteer_scheduler/commissions?user_id=";
    private static final String SALES = "/volunteer_scheduler/sales";
    /** Of those whose second pages are read. */
    private static final int SAMPLED_STATEMENTS = 50;

    /** What is read. */
    public enum Page {
        /** The newest entries of somebody of the first generation, and the total of all. */
        STATEMENT,
        /** The entries before those, and the total again. */
        STATEMENT_NEXT,
        SALES_OF_BUYER,
        SALES_WITH_FLAG
    }

    private final Page page;
    private final VolunteerData volunteers;
    private final SaleRequests requests;
    private final Random random = new Random(1);

    public PageWorkload(Page page, VolunteerData volunteers) {
        this.page = page;
        this.volunteers = volunteers;
        this.requests = new SaleRequests(new SaleData(volunteers));
    }

    public String name() {
        return "page: " + page.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Service> services() {
        return List.of(Service.COMMISSION);
    }

    /** The history must be there already. */
    @Override
    public void setUp(TestBed bed) {}

    @Override
    public Figures warmUp(TestBed bed) {
        read(bed, bed.options().warmUp());
        return new Figures();
    }

    @Override
    public Stretch measure(TestBed bed) {
        return read(bed, bed.options().stretch());
    }

    private Stretch read(TestBed bed, Duration duration) {
        Supplier<String> paths = paths(bed);
        try (HttpLoad load = new HttpLoad()) {
            ClosedLoop.Outcome outcome = new ClosedLoop(
                            load, List.of(bed.replica(Service.COMMISSION).port()), CONNECTIONS, 200)
                    .run(bed.meter(), duration, () -> requests.get(paths.get()));
            int pages = outcome.latency().count();
            return new Stretch(
                    "page",
                    pages,
                    outcome.usage(),
                    new Figures()
                            .add("pages_per_second", pages / outcome.usage().seconds())
                            .addLatency("", outcome.latency()));
        }
    }

    private Supplier<String> paths(TestBed bed) {
        return switch (page) {
            case STATEMENT -> () -> STATEMENT + randomBeneficiary();
            case STATEMENT_NEXT -> {
                List<String> second = IntStream.range(0, SAMPLED_STATEMENTS)
                        .mapToObj(i -> secondPage(bed, STATEMENT + randomBeneficiary()))
                        .toList();
                yield () -> second.get(random.nextInt(second.size()));
            }
            case SALES_OF_BUYER -> () -> SALES + "?user_id=" + randomBuyer();
            case SALES_WITH_FLAG -> () -> SALES + "?flag=unusual_amount";
        };
    }

    private static String secondPage(TestBed bed, String path) {
        Answer first = bed.replica(Service.COMMISSION).client().get(User.VIEWER, path);
        if (!first.isSuccess()) {
            throw new Failure("a statement was answered with " + first);
        }
        // A statement of one page has no second; its first stands for it.
        return first.body().hasNonNull("next_cursor") ? path + "&cursor=" + first.text("next_cursor") : path;
    }

    private long randomBeneficiary() {
        return random.nextLong(1, volunteers.lastOfFirstGeneration() + 1);
    }

    private long randomBuyer() {
        return random.nextLong(volunteers.firstWithAllReferrers(), volunteers.volunteers() + 1);
    }
}
