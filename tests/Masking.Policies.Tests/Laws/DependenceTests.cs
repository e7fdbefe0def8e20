using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Heads that depend on other heads, compared with an enumeration of all joint actions.</summary>
public sealed class DependenceTests
{
    private const int Units = 3;
    private const int Seeds = 12;

    // Large enough for different probabilities, small enough for every probability to be greater than 0.
    private const double Spread = 0.3;

    public static TheoryData<int> EverySeed => [.. Enumerable.Range(0, Seeds)];

    [Theory]
    [MemberData(nameof(EverySeed))]
    public void JointLogProbability_IsTheSumOverActiveHeads(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (RaidPolicy policy, RaidPolicy.Observation observation) = Make(seed);
        (Joint[] joints, double[] expected) = Enumerate(policy, observation);
        RaidPolicy.Distribution distribution = policy.forward(Repeat(observation, joints.Length));

        double[] probabilities = distribution.LogProb(Actions(joints)).exp().data<double>().ToArray();

        Assert.Equal(1, probabilities.Sum(), 1e-9);
        Assert.All(expected.Zip(probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Theory]
    [MemberData(nameof(EverySeed))]
    public void Entropy_EqualsThatOfTheJointActions(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (RaidPolicy policy, RaidPolicy.Observation observation) = Make(seed);
        (_, double[] probabilities) = Enumerate(policy, observation);

        Assert.Equal(
            -probabilities.Where(p => p > 0).Sum(p => p * Math.Log(p)),
            policy.forward(observation).Entropy().item<double>(),
            1e-9
        );
    }

    [Theory]
    [MemberData(nameof(EverySeed))]
    public void Divergence_EqualsThatOfTheJointActions(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (RaidPolicy policy, RaidPolicy.Observation observation) = Make(seed);
        (RaidPolicy other, _) = Make(seed + Seeds);
        (_, double[] p) = Enumerate(policy, observation);
        (_, double[] q) = Enumerate(other, observation);

        double expected = p.Zip(q).Where(pair => pair.First > 0).Sum(pair => pair.First * Math.Log(pair.First / pair.Second));
        Assert.Equal(expected, policy.forward(observation).KlDivergence(other.forward(observation)).item<double>(), 1e-9);
    }

    [Fact]
    public void Divergence_IsInfinite_IfADependentChoiceIsMasked()
    {
        using DisposeScope scope = NewDisposeScope();
        (RaidPolicy policy, RaidPolicy.Observation observation) = Make(1);
        observation = observation with { CommandMask = null, HeadingMask = null, HasteMask = null };
        Tensor neverFast = ones(1, 4, 2, ScalarType.Bool);
        neverFast[0, (int)Order.Move, 1] = tensor(false);

        using RaidPolicy.Distribution free = policy.forward(observation);
        using RaidPolicy.Distribution bound = policy.forward(observation with { HasteMask = neverFast });

        Assert.Equal(double.PositiveInfinity, free.KlDivergence(bound).item<double>());
        Assert.True(double.IsFinite(bound.KlDivergence(free).item<double>()));
    }

    [Theory]
    [MemberData(nameof(EverySeed))]
    public void EntropyGradient_EqualsFiniteDifferences(int seed)
    {
        const double Step = 1e-5;
        (RaidPolicy policy, RaidPolicy.Observation observation) = Make(seed);
        using (policy)
        {
            foreach (string name in new[] { "Command.bias", "Heading.bias", "Weapon.bias", "Haste.bias" })
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor bias = policy.get_parameter(name)!;
                policy.zero_grad();
                policy.forward(observation).Entropy().sum().backward();
                double[] gradient = bias.grad!.data<double>().ToArray();
                for (int i = 0; i < gradient.Length; i++)
                {
                    double difference =
                        (EntropyWith(policy, observation, bias, i, Step) - EntropyWith(policy, observation, bias, i, -Step)) / (2 * Step);
                    Assert.Equal(difference, gradient[i], 1e-7);
                }
            }
        }
    }

    [Fact]
    public void Samples_HaveTheirProbabilities()
    {
        const int Draws = 100_000;
        using DisposeScope scope = NewDisposeScope();
        (RaidPolicy policy, RaidPolicy.Observation observation) = Make(3);
        (Joint[] joints, double[] probabilities) = Enumerate(policy, observation);

        RaidPolicy.Actions drawn = policy.Act(Repeat(observation, Draws), new RandomStream(7)).Actions;
        Dictionary<Joint, int> counts = Read(drawn).GroupBy(joint => joint).ToDictionary(group => group.Key, group => group.Count());

        Assert.Equal(Draws, joints.Sum(joint => counts.GetValueOrDefault(joint)));
        Assert.All(
            joints.Zip(probabilities),
            pair =>
            {
                double deviation = Math.Sqrt(pair.Second * (1 - pair.Second) / Draws);
                Assert.InRange(
                    counts.GetValueOrDefault(pair.First) / (double)Draws,
                    pair.Second - (5.5 * deviation),
                    pair.Second + (5.5 * deviation)
                );
            }
        );
    }

    [Fact]
    public void Mode_ChoosesEachHead_GivenTheHeadsThatItDependsOn()
    {
        using DisposeScope scope = NewDisposeScope();
        (RaidPolicy policy, RaidPolicy.Observation observation) = Make(0);
        observation = observation with
        {
            CommandMask = Only(4, (int)Order.Move),
            HeadingMask = Only(4, (int)Direction.North),
            HasteMask = null,
        };

        RaidPolicy.Actions mode = policy.ActGreedily(observation).Actions;

        Assert.Equal(Order.Move, mode.CommandAt(0));
        Assert.Equal(Direction.North, mode.HeadingAt(0));
        Assert.Null(mode.TargetAt(0));
        Assert.Null(mode.WeaponAt(0));
        Assert.NotNull(mode.HasteAt(0));
    }

    [Fact]
    public void ActionsOfInactiveHeads_AreIgnored()
    {
        using DisposeScope scope = NewDisposeScope();
        (RaidPolicy policy, RaidPolicy.Observation observation) = Make(2);
        RaidPolicy.Distribution distribution = policy.forward(observation with { CommandMask = null });
        Joint holds = new(-1, (int)Order.Hold, -1, -1, -1);

        Tensor expected = distribution.LogProb(Actions([holds]));
        Assert.Equal(
            expected.item<double>(),
            distribution.LogProb(Actions([holds with { Heading = 2, Target = 1, Weapon = 0, Haste = 1 }])).item<double>()
        );
        Assert.Equal(expected.item<double>(), distribution.CommandLogProb(Actions([holds])).item<double>());
    }

    [Fact]
    public void WithAnEmptySet_PointersAndDependentHeads_TakeNoAction()
    {
        using DisposeScope scope = NewDisposeScope();
        (RaidPolicy policy, RaidPolicy.Observation observation) = Make(5);
        RaidPolicy.Observation empty = observation with
        {
            Units = zeros(1, 0, 2, ScalarType.Float64),
            UnitsMask = zeros(1, 0, ScalarType.Bool),
            CommandMask = Only(4, (int)Order.Attack),
            TargetMask = null,
            WeaponMask = zeros(1, 0, 3, ScalarType.Bool),
        };

        Step<RaidPolicy.Actions> step = policy.Act(empty, new RandomStream(1));

        Assert.Null(step.Actions.TargetAt(0));
        Assert.Null(step.Actions.WeaponAt(0));
        Assert.Equal(0, step.LogProb.item<double>());
        Assert.Equal(0, policy.forward(empty).Entropy().item<double>());
    }

    private static double EntropyWith(RaidPolicy policy, RaidPolicy.Observation observation, Tensor bias, int i, double step)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        bias[i] = bias[i].Plus(step);
        double entropy = policy.forward(observation).Entropy().sum().item<double>();
        bias[i] = bias[i].sub(Constant.Of(step));
        return entropy;
    }

    private static (RaidPolicy Policy, RaidPolicy.Observation Observation) Make(int seed)
    {
        manual_seed(seed);
        RaidPolicy policy = new();
        policy.to(ScalarType.Float64);
        using (no_grad())
        {
            foreach (Tensor parameter in policy.parameters())
            {
                parameter.normal_(0, Spread);
            }
        }

        return (policy, new RaidPolicy.Observation
        {
            Globals = randn(1, 3, ScalarType.Float64),
            Units = randn(1, Units, 2, ScalarType.Float64),
            UnitsMask = Mask(1, Units),
            HeadingMask = Mask(1, 4),
            CommandMask = Mask(1, 4).logical_or(Only(4, seed % 4)),
            TargetMask = Mask(1, Units),
            WeaponMask = Mask(1, Units, 3),
            HasteMask = Mask(1, 4, 2),
        });
    }

    private static Tensor Mask(params long[] shape) => rand(shape).lt(Constant.Of(0.7));

    private static Tensor Only(long choices, long choice) => Constant.Range(choices).eq(Constant.Of(choice)).unsqueeze(0);

    private static RaidPolicy.Observation Repeat(RaidPolicy.Observation observation, long times) =>
        observation.Select(zeros(times, ScalarType.Int64));

    private static RaidPolicy.Actions Actions(Joint[] joints) => new()
    {
        Heading = tensor(joints.Select(joint => (long)joint.Heading).ToArray()),
        Command = tensor(joints.Select(joint => (long)joint.Command).ToArray()),
        Target = tensor(joints.Select(joint => (long)joint.Target).ToArray()),
        Weapon = tensor(joints.Select(joint => (long)joint.Weapon).ToArray()),
        Haste = tensor(joints.Select(joint => (long)joint.Haste).ToArray()),
    };

    private static Joint[] Read(RaidPolicy.Actions actions)
    {
        long[][] columns =
        [
            .. new[] { actions.Heading, actions.Command, actions.Target, actions.Weapon, actions.Haste }.Select(column =>
                column.data<long>().ToArray()
            ),
        ];
        return
        [
            .. Enumerable
                .Range(0, columns[0].Length)
                .Select(row => new Joint(
                    (int)columns[0][row],
                    (int)columns[1][row],
                    (int)columns[2][row],
                    (int)columns[3][row],
                    (int)columns[4][row]
                )),
        ];
    }

    /// <summary>
    /// Enumerates all joint actions and their probabilities, from the declaration of <see cref="RaidPolicy"/>.
    /// </summary>
    private static (Joint[] Joints, double[] Probabilities) Enumerate(RaidPolicy policy, RaidPolicy.Observation observation)
    {
        using DisposeScope scope = NewDisposeScope();
        RaidPolicy.Distribution distribution = policy.forward(observation);
        double[] command = distribution.CommandProbs.data<double>().ToArray();
        double[] heading = distribution.HeadingProbs.data<double>().ToArray();
        double[] target = distribution.TargetProbs.data<double>().ToArray();
        double[] weapon = distribution.WeaponProbs.data<double>().ToArray();
        double[] haste = distribution.HasteProbs.data<double>().ToArray();

        List<(Joint Joint, double Probability)> all = [];
        foreach ((int c, double pc) in Outcomes(command))
        {
            foreach ((int h, double ph) in Outcomes((Order)c is Order.Move or Order.Gather ? heading : []))
            {
                foreach ((int t, double pt) in Outcomes((Order)c == Order.Attack ? target : []))
                {
                    foreach ((int w, double pw) in Outcomes(t >= 0 ? weapon[(t * 3)..((t + 1) * 3)] : []))
                    {
                        foreach ((int s, double ps) in Outcomes(h == (int)Direction.North ? haste[(c * 2)..((c + 1) * 2)] : []))
                        {
                            all.Add((new Joint(h, c, t, w, s), pc * ph * pt * pw * ps));
                        }
                    }
                }
            }
        }

        return ([.. all.Select(each => each.Joint)], [.. all.Select(each => each.Probability)]);
    }

    /// <summary>Returns the legal choices and their probabilities; if there are none, no action with probability 1.</summary>
    private static IEnumerable<(int Choice, double Probability)> Outcomes(double[] probabilities) => probabilities.Any(p => p > 0)
        ? probabilities.Select((p, choice) => (choice, p)).Where(outcome => outcome.p > 0)
        : [(-1, 1.0)];

    private readonly record struct Joint(int Heading, int Command, int Target, int Weapon, int Haste);
}
