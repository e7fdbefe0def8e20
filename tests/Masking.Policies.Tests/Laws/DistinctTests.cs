using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Actors that choose different candidates, compared with an enumeration of all joint actions.</summary>
public sealed class DistinctTests
{
    private const int Vehicles = 3;
    private const int Customers = 4;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Probabilities_SumToOne_AndConflictsHaveNone(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (DispatchPolicy policy, DispatchPolicy.Observation observation) = Make(seed);
        (long[][] joints, double[] probabilities, DispatchPolicy.Distribution distribution) = Enumerate(policy, observation);

        double[] expected = [.. joints.Select(joint => Expected(policy, observation, joint))];

        Assert.Equal(1, probabilities.Sum(), 1e-9);
        Assert.All(expected.Zip(probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.All(joints.Zip(probabilities), pair => Assert.True(pair.Second == 0 || AreDistinct(pair.First)));
        Assert.Contains(probabilities, p => p == 0);
        GC.KeepAlive(distribution);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Entropy_AndDivergence_AreExactInExpectation(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (DispatchPolicy policy, DispatchPolicy.Observation observation) = Make(seed);
        (DispatchPolicy other, _) = Make(seed + 100);
        (long[][] joints, double[] p, DispatchPolicy.Distribution distribution) = Enumerate(policy, observation);
        (_, double[] q, DispatchPolicy.Distribution otherDistribution) = Enumerate(other, observation);
        DispatchPolicy.Actions actions = Actions(joints);

        double[] entropy = Numbers(distribution.Entropy(actions));
        double[] divergence = Numbers(distribution.KlDivergence(otherDistribution, actions));

        Assert.Equal(-p.Where(x => x > 0).Sum(x => x * Math.Log(x)), Expectation(p, entropy), 1e-9);
        Assert.Equal(p.Zip(q).Where(pair => pair.First > 0).Sum(pair => pair.First * Math.Log(pair.First / pair.Second)),
            Expectation(p, divergence), 1e-9);
    }

    [Fact]
    public void ExactLogProbabilityGradient_EqualsFiniteDifferences()
    {
        const double Step = 1e-5;
        using DisposeScope scope = NewDisposeScope();
        (DispatchPolicy policy, DispatchPolicy.Observation observation) = Make(2);
        DispatchPolicy.Actions actions = policy.Act(observation, new RandomStream(3)).Actions;
        Tensor weight = policy.get_parameter("Destination.query.weight")!;

        Tensor Objective()
        {
            DispatchPolicy.Distribution distribution = policy.forward(observation);
            return distribution.LogProb(actions).sum().add(distribution.Entropy(actions).sum(), One);
        }

        Objective().backward();
        double[] gradient = Numbers(weight.grad!);
        using IDisposable frozen = no_grad();
        for (int i = 0; i < 20; i++)
        {
            Tensor element = weight.view(-1).narrow(0, i, 1);
            element.add_(tensor([Step]), One);
            double above = Objective().item<double>();
            element.sub_(tensor([2 * Step]));
            double below = Objective().item<double>();
            element.add_(tensor([Step]), One);
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-6);
        }
    }

    [Fact]
    public void Samples_HaveTheirProbabilities()
    {
        const int Draws = 100_000;
        using DisposeScope scope = NewDisposeScope();
        (DispatchPolicy policy, DispatchPolicy.Observation observation) = Make(4);
        (long[][] joints, double[] probabilities, _) = Enumerate(policy, observation);

        DispatchPolicy.Observation many = observation.Select(zeros(Draws, ScalarType.Int64));
        long[] drawn = policy.Act(many, new RandomStream(7)).Actions.Destination.data<long>().ToArray();
        Dictionary<string, int> counts = drawn.Chunk(Vehicles).GroupBy(Text).ToDictionary(group => group.Key, group => group.Count());

        Assert.Equal(Draws, joints.Where(AreDistinct).Sum(joint => counts.GetValueOrDefault(Text(joint))));
        Assert.All(joints.Zip(probabilities), pair => Assert.Equal(
            pair.Second, counts.GetValueOrDefault(Text(pair.First)) / (double)Draws,
            5.5 * Math.Sqrt((pair.Second * (1 - pair.Second) / Draws) + 1e-12)));
    }

    [Theory]
    [InlineData(ScalarType.Float32, 10_000_000)]
    [InlineData(ScalarType.Float64, 1_000_000)]
    public void ManyDraws_AreLegalAndDistinct(ScalarType precision, int draws)
    {
        const int Batch = 2_000;
        int calls = draws / (Batch * Vehicles * 2);
        using DisposeScope scope = NewDisposeScope();
        (DispatchPolicy policy, _) = Make(5, precision);
        RandomStream stream = new(1);
        DispatchPolicy.Observation observation = Random(6, Batch, precision);
        bool[] legal = observation.DestinationMask!.logical_and(observation.CustomersMask.unsqueeze(1)).data<bool>().ToArray();
        bool[] present = observation.VehiclesMask.data<bool>().ToArray();
        for (int call = 0; call < calls; call++)
        {
            using DisposeScope step = NewDisposeScope();
            long[] chosen = policy.Act(observation, stream).Actions.Destination.data<long>().ToArray();
            int wrong = Enumerable.Range(0, Batch).Count(row => !IsLegal(row, chosen, legal, present));
            Assert.Equal(0, wrong);
        }
    }

    [Fact]
    public void ActorsForWhomNothingIsLeft_TakeNoAction()
    {
        using DispatchPolicy policy = new();
        using DispatchPolicy.Batch batch = new(environments: 2, maxVehicles: 3, maxCustomers: 2);
        batch.VehiclesMask(0).Fill(true);
        batch.VehiclesMask(1).Fill(true);
        batch.CustomersMask(0).Fill(true);
        batch.DestinationMask(0, 0).AllowOnly(1);
        batch.DestinationMask(0, 1).AllowOnly(1);

        using Step<DispatchPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(1));
        using Step<DispatchPolicy.Actions> mode = policy.ActGreedily(batch.Observation);

        Assert.All([step.Actions, mode.Actions], actions =>
            Assert.Equal([1, -1, 0, -1, -1, -1], actions.Destination.data<long>().ToArray()));
        Assert.Equal([0, 0], step.LogProb.data<float>().ToArray());
    }

    [Fact]
    public void Mode_TakesTheMostProbableOfWhatIsLeft()
    {
        using DisposeScope scope = NewDisposeScope();
        (DispatchPolicy policy, DispatchPolicy.Observation observation) = Make(3);
        observation = observation with { DestinationMask = null, CustomersMask = ones(1, Customers, ScalarType.Bool) };

        DispatchPolicy.Distribution distribution = policy.forward(observation);
        long[] mode = distribution.Mode().Destination.data<long>().ToArray();

        double[] probs = Numbers(distribution.DestinationProbs);
        for (int vehicle = 0; vehicle < Vehicles; vehicle++)
        {
            double[] row = probs[(vehicle * Customers)..((vehicle + 1) * Customers)];
            Assert.Equal(Array.IndexOf(row, row.Max()), mode[vehicle]);
            Assert.All(mode[..vehicle], earlier => Assert.Equal(0, row[earlier]));
            Assert.Equal(1, row.Sum(), 1e-9);
        }
    }

    [Fact]
    public void Evaluate_EqualsAct_AndTheRatioOfARolloutIsOne()
    {
        const int Environments = 6;
        using DispatchPolicy policy = new();
        using DispatchPolicy.Batch batch = new(Environments, maxVehicles: 4, maxCustomers: 5);
        Random world = new(1);
        RandomStream stream = new(2);
        for (int repetition = 0; repetition < 3; repetition++)
        {
            DispatchPolicy.Rollout rollout = new(steps: 1, Environments, maxVehicles: 4, maxCustomers: 5);
            for (int environment = 0; environment < Environments; environment++)
            {
                batch.Clear(environment);
                batch.VehiclesMask(environment)[..(1 + world.Next(4))].Fill(true);
                batch.CustomersMask(environment)[..(1 + world.Next(5))].Fill(true);
                batch.Vehicles(environment, 0)[0] = world.NextSingle();
                batch.Customers(environment, 0)[1] = world.NextSingle();
            }

            using Step<DispatchPolicy.Actions> step = policy.Act(batch.Observation, stream);
            using Evaluation evaluation = policy.Evaluate(batch.Observation, step.Actions);
            Same.Exactly(step.LogProb, evaluation.LogProb.detach(), "log-probability");
            rollout.Add(batch.Observation, step);
            rollout.AddOutcome(new float[Environments], new bool[Environments]);
            rollout.ComputeAdvantages(0.9, 0.9, new float[Environments]);
            using Minibatch<DispatchPolicy.Observation, DispatchPolicy.Actions> all = rollout.All();
            using Evaluation again = policy.Evaluate(all.Observation, all.Actions);
            Same.Exactly(all.LogProb, again.LogProb.detach(), "log-probability in the rollout");
        }
    }

    [Fact]
    public void PaddingAndOtherEnvironments_ChangeNoBit()
    {
        using DisposeScope scope = NewDisposeScope();
        (DispatchPolicy policy, _) = Make(1, ScalarType.Float32);
        DispatchPolicy.Observation observation = Random(9, 8, ScalarType.Float32);
        DispatchPolicy.Actions actions = policy.Act(observation, new RandomStream(4)).Actions;
        DispatchPolicy.Observation padded = new()
        {
            Vehicles = cat([observation.Vehicles, full(8, 2, 2, Constant.Of(double.NaN))], 1),
            VehiclesMask = cat([observation.VehiclesMask, zeros(8, 2, ScalarType.Bool)], 1),
            Customers = observation.Customers,
            CustomersMask = observation.CustomersMask,
            DestinationMask = cat([observation.DestinationMask!, ones(8, 2, Customers, ScalarType.Bool)], 1),
        };
        using Step<DispatchPolicy.Actions> wide = policy.Act(padded, new RandomStream(4));

        Same.Exactly(actions.Destination, wide.Actions.Destination.narrow(1, 0, Vehicles), "padded");
        Tensor half = Constant.Range(4);
        using Step<DispatchPolicy.Actions> some = policy.Act(observation.Select(half), new RandomStream(4));
        Same.Exactly(actions.Destination.index_select(0, half), some.Actions.Destination, "half of the batch");
    }

    [Fact]
    public void Temperature_AppliesToEveryActor()
    {
        using DisposeScope scope = NewDisposeScope();
        (DispatchPolicy policy, DispatchPolicy.Observation observation) = Make(6);
        observation = observation with { DestinationMask = null, CustomersMask = ones(1, Customers, ScalarType.Bool) };
        DispatchPolicy.Distribution distribution = policy.forward(observation);
        DispatchPolicy.Actions actions = distribution.Sample(new RandomStream(1), temperature: 3);

        Tensor chosen = actions.Destination.clamp_min(Constant.Of(0)).unsqueeze(-1);
        Tensor logProb = distribution.DestinationProbsAt(3).gather(2, chosen).squeeze(-1).log();
        Tensor expected = where(actions.Destination.ge(Constant.Of(0)), logProb, zeros_like(logProb)).sum(1);

        Assert.Equal(Numbers(expected).Single(), Numbers(distribution.LogProb(actions, temperature: 3)).Single(), 1e-9);
        Assert.NotEqual(Numbers(distribution.LogProb(actions)).Single(), Numbers(expected).Single(), 1e-3);
    }

    [Fact]
    public void InactiveActors_LeaveEverythingToTheOthers_AndDependentHeadsFollow()
    {
        const int Cells = 3;
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using GarrisonPolicy policy = new();
        policy.to(ScalarType.Float64);
        Tensor signals = rand([1, 2, 1, Cells, 2]).gt(Constant.Of(0.3));
        GarrisonPolicy.Observation observation = new()
        {
            Guards = randn(1, 2, 2, ScalarType.Float64),
            GuardsMask = ones(1, 2, ScalarType.Bool),
            Walls = randn(1, 1, 1, Cells, ScalarType.Float64),
            DutyMask = null,
            PostMask = tensor(new[] { true, true, false, true, true, true }).reshape(1, 2, 1, Cells),
            SignalMask = signals,
        };
        (int[] Duty, int[] Post, int[] Signal)[] joints =
        [
            .. from duty in Combinations(0, 2)
            from post in Combinations(-1, Cells)
            from signal in Combinations(-1, 2)
            select (duty, post, signal),
        ];
        GarrisonPolicy.Actions actions = new()
        {
            Duty = Rows(joints.Select(joint => joint.Duty)),
            Post = Rows(joints.Select(joint => joint.Post)),
            Signal = Rows(joints.Select(joint => joint.Signal)),
        };

        // An action that is given for an inactive head is ignored, so only joints with -1 there are counted.
        bool IsCounted((int[] Duty, int[] Post, int[] Signal) joint) => Enumerable.Range(0, 2).All(guard =>
            (joint.Duty[guard] == 1 || joint.Post[guard] < 0) && (joint.Post[guard] >= 0 || joint.Signal[guard] < 0));

        GarrisonPolicy.Distribution distribution = policy.forward(observation.Select(zeros(joints.Length, ScalarType.Int64)));
        double[] p = [.. Numbers(distribution.LogProb(actions)).Select((logProb, i) => IsCounted(joints[i]) ? Math.Exp(logProb) : 0)];

        Assert.Equal(1, p.Sum(), 1e-9);
        Assert.Equal(-p.Where(x => x > 0).Sum(x => x * Math.Log(x)), Expectation(p, Numbers(distribution.Entropy(actions))), 1e-9);
        Assert.Contains(joints.Zip(p), pair => pair.Second > 0 && pair.First is { Duty: [0, 1], Post: [-1, 0] });
        Assert.Contains(joints.Zip(p), pair => pair.Second > 0 && pair.First is { Duty: [1, 1], Post: [1, 0] });
        Assert.DoesNotContain(joints.Zip(p), pair =>
            pair.Second > 0 && pair.First.Post[0] >= 0 && pair.First.Post[0] == pair.First.Post[1]);

        // The log-probability of the first actor is that of what it does, whatever the other does afterwards.
        double[][] perActor = [.. Numbers(distribution.LogProbPerActor(actions)).Chunk(2)];
        double[] ofFirst =
        [
            .. joints.Select(mine => joints.Zip(p).Where(pair => (pair.First.Duty[0], pair.First.Post[0], pair.First.Signal[0])
                == (mine.Duty[0], mine.Post[0], mine.Signal[0])).Sum(pair => pair.Second)),
        ];
        foreach (int i in Enumerable.Range(0, joints.Length).Where(i => p[i] > 0))
        {
            Assert.Equal(ofFirst[i], Math.Exp(perActor[i][0]), 1e-9);
            Assert.Equal(p[i] / ofFirst[i], Math.Exp(perActor[i][1]), 1e-9);
        }
    }

    private static readonly Scalar One = 1;

    private static int[][] Combinations(int first, int end) =>
        [.. from one in Enumerable.Range(first, end - first) from two in Enumerable.Range(first, end - first) select new[] { one, two }];

    private static Tensor Rows(IEnumerable<int[]> rows) =>
        tensor([.. rows.SelectMany(row => row.Select(number => (long)number))], [rows.Count(), 2]);

    /// <summary>The probability of a joint action, from independent choices that are restricted one after the other.</summary>
    private static double Expected(DispatchPolicy policy, DispatchPolicy.Observation observation, long[] joint)
    {
        double probability = 1;
        Tensor mask = observation.DestinationMask!.clone();
        for (int vehicle = 0; vehicle < Vehicles; vehicle++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor alone = zeros(1, Vehicles, Customers, ScalarType.Bool);
            alone[0, vehicle] = mask[0, vehicle];
            DispatchPolicy.Distribution distribution = policy.forward(observation with { DestinationMask = alone });
            Tensor nobody = full(1, Vehicles, Constant.Of(-1), ScalarType.Int64);
            nobody[0, vehicle] = tensor(joint[vehicle]);
            probability *= Math.Exp(distribution.LogProb(new DispatchPolicy.Actions { Destination = nobody }).item<double>());
            if (joint[vehicle] >= 0)
            {
                mask[0, .., joint[vehicle]] = tensor(false);
            }
        }

        return probability;
    }

    private static bool IsLegal(int row, long[] chosen, bool[] legal, bool[] present)
    {
        bool isLegal = true;
        Span<bool> taken = stackalloc bool[Customers];
        taken.Clear();
        for (int vehicle = row * Vehicles; vehicle < (row + 1) * Vehicles; vehicle++)
        {
            bool isAnyLeft = false;
            for (int customer = 0; customer < Customers; customer++)
            {
                bool isLeft = present[vehicle] && legal[(vehicle * Customers) + customer] && !taken[customer];
                isLegal &= isLeft || chosen[vehicle] != customer;
                isAnyLeft |= isLeft;
            }

            isLegal &= isAnyLeft == chosen[vehicle] >= 0;
            if (chosen[vehicle] >= 0)
            {
                taken[(int)chosen[vehicle]] = true;
            }
        }

        return isLegal;
    }

    private static (long[][] Joints, double[] Probabilities, DispatchPolicy.Distribution Distribution) Enumerate(
        DispatchPolicy policy, DispatchPolicy.Observation observation)
    {
        long[][] joints = [.. from a in Choices() from b in Choices() from c in Choices() select new[] { a, b, c }];
        DispatchPolicy.Distribution distribution = policy.forward(observation.Select(zeros(joints.Length, ScalarType.Int64)));
        return (joints, [.. Numbers(distribution.LogProb(Actions(joints))).Select(Math.Exp)], distribution);
    }

    private static IEnumerable<long> Choices() => Enumerable.Range(-1, Customers + 1).Select(choice => (long)choice);

    private static DispatchPolicy.Actions Actions(long[][] joints) =>
        new() { Destination = tensor([.. joints.SelectMany(joint => joint)], [joints.Length, Vehicles]) };

    private static double Expectation(double[] p, double[] values) => p.Zip(values).Where(pair => pair.First > 0)
        .Sum(pair => pair.First * pair.Second);

    private static bool AreDistinct(long[] joint) =>
        joint.Where(choice => choice >= 0).Distinct().Count() == joint.Count(choice => choice >= 0);

    private static string Text(long[] joint) => string.Join(",", joint);

    private static double[] Numbers(Tensor tensor) => tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static (DispatchPolicy Policy, DispatchPolicy.Observation Observation) Make(int seed, ScalarType precision = ScalarType.Float64)
    {
        manual_seed(seed);
        DispatchPolicy policy = new();
        policy.to(precision);
        using (no_grad())
        {
            foreach (Tensor parameter in policy.parameters())
            {
                parameter.normal_(0, 0.4);
            }
        }

        return (policy, Random(seed, 1, precision) with { VehiclesMask = ones(1, Vehicles, ScalarType.Bool) });
    }

    private static DispatchPolicy.Observation Random(int seed, long batch, ScalarType precision)
    {
        manual_seed(seed);
        return new DispatchPolicy.Observation
        {
            Vehicles = randn(batch, Vehicles, 2, precision),
            VehiclesMask = rand(batch, Vehicles).lt(Constant.Of(0.8)),
            Customers = randn(batch, Customers, 3, precision),
            CustomersMask = rand(batch, Customers).lt(Constant.Of(0.8)),
            DestinationMask = rand(batch, Vehicles, Customers).lt(Constant.Of(0.7)),
        };
    }
}
