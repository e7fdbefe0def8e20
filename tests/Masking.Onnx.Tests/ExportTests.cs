using Masking.Onnx.Exporting;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Masking.Onnx.Tests;

public enum Move { Stay, Left, Right, Jump }

public enum Height { Low, High }

[Flags]
public enum Grips { None = 0, LeftHand = 1, RightHand = 2, Foot = 4 }

public readonly record struct Signal(Move Gesture, Height Voice);

[MaskedPolicy]
public sealed partial class RunnerPolicy
{
    [Observation(5)] public partial MlpEncoder Body { get; }
    [Observation(3)] public partial MlpEncoder Goal { get; }
    [EntityMask(features: 4)]
                     public partial AttentionEncoder Rivals { get; }
    [EntityMask(features: 2)]
                     public partial DeepSetEncoder Coins { get; }
    [Observation(2, 5, 6)]
                     public partial ConvEncoder Track { get; }
    [ActionMask]     public partial Head<Move> Move { get; }
    [ActionMask, ActiveWhen(nameof(Move), Tests.Move.Jump)]
                     public partial Head<Height> Height { get; }
    [ActionMask(Over = nameof(Rivals)), ActiveUnless(nameof(Move), Tests.Move.Jump)]
                     public partial PointerHead Watched { get; }
    [ActionMask]     public partial Head<Signal> Signal { get; }
    [ActionMask, Given(nameof(Move), nameof(Signal))]
                     public partial Head<Grips> Held { get; }
    [ActionMask, MaskPer(nameof(Move)), Given(nameof(Held))]
                     public partial Head<Height> Landing { get; }
    [Value]          public partial ValueHead Value { get; }
}

[MaskedPolicy]
public sealed partial class SquadPolicy
{
    [Observation(4)]          public partial MlpEncoder Weather { get; }
    [EntityMask(features: 5, Pairwise = true), AttendsTo(nameof(Enemies))]
                              public partial AttentionEncoder Soldiers { get; }
    [EntityMask(features: 3), AttendsTo(nameof(Soldiers))]
                              public partial AttentionEncoder Enemies { get; }

    [Core(32)]                public partial GruCore Core { get; }

    [ActionMask(Each = nameof(Soldiers))]
                              public partial Head<Move> Step { get; }
    [ActionMask(Each = nameof(Soldiers)), ActiveWhen(nameof(Step), Move.Stay)]
                              public partial Head<Signal> Call { get; }
    [ActionMask]              public partial Head<Height> Formation { get; }
    [ActionMask(Each = nameof(Soldiers), Over = nameof(Soldiers))]
                              public partial PointerHead Guarded { get; }
    [ActionMask(Each = nameof(Soldiers), Over = nameof(Ground))]
                              public partial PointerHead Post { get; }
    [ActionMask(Over = nameof(Ground))]
                              public partial PointerHead Flag { get; }
    [Observation(2, 3, 4)]    public partial ConvEncoder Ground { get; }
    [Value]                   public partial ValueHead Value { get; }
}

[MaskedPolicy]
public sealed partial class MinerPolicy
{
    [AgentGrid(channels: 3, height: 4, width: 5)]
                                     public partial ConvEncoder Field { get; }

    [Core(24)]                       public partial LstmCore Core { get; }

    [ActionMask(Each = nameof(Field))]
                                     public partial Head<Signal> Dig { get; }
    [Observation(6)]                 public partial MlpEncoder Ore { get; }
    [Value(Each = nameof(Field), Sees = [nameof(Ore)])]
                                     public partial ValueHead Value { get; }
}

public sealed class ExportTests
{
    private const int Rows = 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Runner_ActsAsThePolicy(bool samples)
    {
        using DisposeScope scope = Prepare();
        using RunnerPolicy policy = new();
        Perturb(policy);
        RunnerPolicy.Observation observation = new()
        {
            Body = randn(Rows, 5),
            Goal = randn(Rows, 3),
            Rivals = randn(Rows, 7, 4),
            RivalsMask = rand(Rows, 7).lt(rand(Rows, 1)),
            Coins = randn(Rows, 3, 2),
            CoinsMask = rand(Rows, 3).lt(0.5f),
            Track = randn(Rows, 2, 5, 6),
            MoveMask = Mask([Rows], 4),
            HeightMask = rand(Rows, 2).lt(0.5f),
            WatchedMask = rand(Rows, 7).lt(0.5f),
            SignalMask = Mask([Rows], 4, 2),
            HeldMask = rand(Rows, 3).lt(0.6f),
            LandingMask = rand(Rows, 4, 2).lt(0.6f),
        };
        observation = observation with
        {
            Rivals = Spoiled(observation.Rivals, observation.RivalsMask), Coins = Spoiled(observation.Coins, observation.CoinsMask),
        };
        ActsAlike<RunnerPolicy.Observation, RunnerPolicy.Actions, RunnerPolicy.Distribution>(policy, observation, samples, ("uniforms", [9]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Squad_ActsAsThePolicy(bool samples)
    {
        using DisposeScope scope = Prepare();
        using SquadPolicy policy = new();
        Perturb(policy);
        Tensor soldiers = rand(Rows, 6).lt(rand(Rows, 1));
        Tensor enemies = rand(Rows, 5).lt(rand(Rows, 1));
        SquadPolicy.Observation observation = new()
        {
            Weather = randn(Rows, 4),
            Soldiers = Spoiled(randn(Rows, 6, 5), soldiers),
            SoldiersMask = soldiers,
            SoldiersSight = rand(Rows, 6, 6).lt(0.5f),
            Enemies = Spoiled(randn(Rows, 5, 3), enemies),
            EnemiesMask = enemies,
            StepMask = Mask([Rows, 6], 4),
            CallMask = Mask([Rows, 6], 4, 2),
            FormationMask = Mask([Rows], 2),
            GuardedMask = rand(Rows, 6, 6).lt(0.6f),
            PostMask = rand(Rows, 6, 3, 4).lt(0.5f),
            FlagMask = Mask([Rows, 3], 4),
            Ground = randn(Rows, 2, 3, 4),
            Memory = new() { Hidden = randn(Rows, 32) },
        };
        ActsAlike<SquadPolicy.Observation, SquadPolicy.Actions, SquadPolicy.Distribution>(
            policy, observation, samples, ("Soldiers.uniforms", [6, 5]), ("uniforms", [2]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Miner_ActsAsThePolicy(bool samples)
    {
        using DisposeScope scope = Prepare();
        using MinerPolicy policy = new();
        Perturb(policy);
        MinerPolicy.Observation observation = new()
        {
            Field = randn(Rows, 3, 4, 5),
            Ore = randn(Rows, 6),
            FieldMask = rand(Rows, 4, 5).lt(0.4f),
            DigMask = Mask([Rows, 4, 5], 4, 2),
            Memory = new() { Hidden = randn(Rows, 24), Cell = randn(Rows, 24) },
        };
        ActsAlike<MinerPolicy.Observation, MinerPolicy.Actions, MinerPolicy.Distribution>(
            policy, observation, samples, ("Field.uniforms", [4, 5, 2]));
    }

    private static DisposeScope Prepare()
    {
        manual_seed(1);
        return NewDisposeScope();
    }

    private static void Perturb(nn.Module policy)
    {
        using IDisposable frozen = no_grad();
        foreach (Tensor parameter in policy.parameters())
        {
            parameter.add_(randn_like(parameter).mul(0.05), 1);
        }
    }

    /// <summary>A random mask in which every component has a legal choice.</summary>
    private static Tensor Mask(long[] rows, params long[] components) => cat(
        [
            .. components.Select(choices =>
            {
                Tensor mask = rand([.. rows, choices]).lt(0.6f);
                mask.narrow(-1, 0, 1).fill_(true);
                return mask;
            }),
        ],
        -1);

    private static void ActsAlike<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        TObservation observation,
        bool samples,
        params (string Name, int[] Shape)[] uniforms)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        using Step<TActions> step = samples ? policy.Act(observation, new RandomStream(seed: 3)) : policy.ActGreedily(observation);
        using MemoryStream file = new();
        PolicyExport.Of(policy, samples).Save(file, []);
        using InferenceSession session = new(file.ToArray());
        List<NamedOnnxValue> inputs = [.. TObservation.MemberNames.Zip(observation.ToTensors(), (name, tensor) => Input(name, tensor!))];
        RandomDraw draw = new RandomStream(seed: 3).Next();
        int firstLane = 0;
        foreach ((string name, int[] shape) in samples ? uniforms : [])
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor(name, Uniforms(draw, shape, firstLane)));
            firstLane += shape[^1];
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(inputs);
        Dictionary<string, DisposableNamedOnnxValue> byName = outputs.ToDictionary(output => output.Name);
        foreach ((string name, Tensor? action) in TActions.MemberNames.Zip(step.Actions.ToTensors()))
        {
            Assert.Equal(action!.shape.Select(size => (int)size), byName[name].AsTensor<long>().Dimensions.ToArray());
            Assert.Equal(action.contiguous().data<long>().ToArray(), byName[name].AsEnumerable<long>());
        }

        Close(step.LogProb, byName["logProb"]);
        Close(step.Value, byName["value"]);
    }

    private static DenseTensor<float> Uniforms(RandomDraw draw, int[] shape, int firstLane)
    {
        int[] all = [Rows, .. shape];
        float[] numbers = new float[all.Aggregate((product, size) => product * size)];
        int lanes = shape[^1];
        int slots = numbers.Length / Rows / lanes;
        for (int i = 0; i < numbers.Length; i++)
        {
            int slot = i / lanes % slots;
            int actor = shape.Length == 3 ? ((slot / shape[1]) << 16) | (slot % shape[1]) : slot;
            numbers[i] = (float)draw.Uniform(i / lanes / slots, actor, firstLane + (i % lanes));
        }

        return new DenseTensor<float>(numbers, all);
    }

    private static void Close(Tensor expected, DisposableNamedOnnxValue value) => Assert.All(
        expected.data<float>().ToArray().Zip(value.AsEnumerable<float>()),
        pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.First))));

    /// <summary>Fills absent entities with NaN.</summary>
    private static Tensor Spoiled(Tensor entities, Tensor present) =>
        entities.masked_fill(present.logical_not().unsqueeze(-1), float.NaN);

    private static NamedOnnxValue Input(string name, Tensor tensor)
    {
        int[] shape = [.. tensor.shape.Select(size => (int)size)];
        return tensor.dtype == ScalarType.Bool
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<bool>(tensor.data<bool>().ToArray(), shape))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(tensor.data<float>().ToArray(), shape));
    }
}
