using System.Reflection;
using Masking.Runtime.Tests.Policies;
using Masking.Runtime.Tests.Rollouts;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Sizes;

/// <summary>
/// Every invalid size, count, index or number with a range that is passed to the public API is refused by name, and does not terminate the
/// process.
/// </summary>
public sealed class SizeTests
{
    private const int Negative = -1;
    private const int Lowest = int.MinValue;
    private const int Greatest = int.MaxValue;

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly int[] Tried = [0, Negative, Lowest, Greatest];

    private static readonly Type[] TypesOfNumbers =
    [
        typeof(int), typeof(int?), typeof(long), typeof(double), typeof(int[]), typeof(long[]), typeof(IReadOnlyList<int>),
            typeof(ReadOnlySpan<int>), typeof(ReadOnlySpan<long>),
    ];

    /// <summary>Arguments that are integers, and the numbers of <see cref="Tried"/> that are valid for them.</summary>
    private static readonly Dictionary<string, (Action<int> Call, int[] Right)> Sizes = new()
    {
        ["VectorEncoder(width)"] = (size => new OwnVector(size).Dispose(), [Greatest]),
        ["EntityEncoder(width)"] = (size => new OwnSet(size, 4).Dispose(), [Greatest]),
        ["EntityEncoder(pooledWidth)"] = (size => new OwnSet(4, size).Dispose(), [Greatest]),
        ["GridEncoder(width)"] = (size => new OwnGrid(size, 4).Dispose(), [Greatest]),
        ["GridEncoder(pooledWidth)"] = (size => new OwnGrid(4, size).Dispose(), [Greatest]),
        ["PolicyCore(width)"] = (size => new OwnCore(size).Dispose(), [Greatest]),
        ["RecurrentCore(width)"] = (size => new OwnRecurrentCore(size).Dispose(), [Greatest]),
        ["MlpEncoder(inputs)"] = (size => new MlpEncoder(size).Dispose(), []),
        ["MlpEncoder(width)"] = (size => new MlpEncoder(4, size).Dispose(), []),
        ["MlpCore(inputs)"] = (size => new MlpCore(size, 4).Dispose(), []),
        ["MlpCore(width)"] = (size => new MlpCore(4, size).Dispose(), []),
        ["GruCore(inputs)"] = (size => new GruCore(size, 4).Dispose(), []),
        ["GruCore(width)"] = (size => new GruCore(4, size).Dispose(), []),
        ["LstmCore(inputs)"] = (size => new LstmCore(size, 4).Dispose(), []),
        ["LstmCore(width)"] = (size => new LstmCore(4, size).Dispose(), []),
        ["DeepSetEncoder(features)"] = (size => new DeepSetEncoder(size).Dispose(), []),
        ["DeepSetEncoder(width)"] = (size => new DeepSetEncoder(4, size).Dispose(), []),
        ["AttentionEncoder(features)"] = (size => new AttentionEncoder(size).Dispose(), []),
        ["AttentionEncoder(width)"] = (size => new AttentionEncoder(4, size, heads: 1).Dispose(), []),
        ["AttentionEncoder(heads)"] = (size => new AttentionEncoder(4, 8, size).Dispose(), []),
        ["AttentionEncoder(layers)"] = (size => new AttentionEncoder(4, 8, layers: size).Dispose(), [0]),
        ["ConvEncoder(channels)"] = (size => new ConvEncoder(size, 3, 3).Dispose(), []),
        ["ConvEncoder(height)"] = (size => new ConvEncoder(2, size, 3).Dispose(), []),
        ["ConvEncoder(width)"] = (size => new ConvEncoder(2, 3, size).Dispose(), []),
        ["ConvEncoder(filters)"] = (size => new ConvEncoder(2, 3, 3, filters: size).Dispose(), []),
        ["ConvEncoder(layers)"] = (size => new ConvEncoder(2, 3, 3, layers: size).Dispose(), []),
        ["ConvEncoder(pooledWidth)"] = (size => new ConvEncoder(2, 3, 3, pooledWidth: size).Dispose(), []),
        ["MaskedAttention(dim)"] = (size => new MaskedAttention(size, 2, 3).Dispose(), []),
        ["MaskedAttention(heads)"] = (size => new MaskedAttention(4, size, 3).Dispose(), []),
        ["MaskedAttention(dimHead)"] = (size => new MaskedAttention(4, 2, size).Dispose(), []),
        ["ValueHead(inputs)"] = (size => new ValueHead(size).Dispose(), []),
        ["ValueHead(hidden)"] = (size => new ValueHead(4, size).Dispose(), []),
        ["Head(inputs)"] = (size => new Head<int>(size, 3).Dispose(), []),
        ["Head(choices)"] = (size => new Head<int>(4, size).Dispose(), []),
        ["Head(given)"] = (size => new Head<int>(4, 3, 2, size).Dispose(), []),
        ["QHead(inputs)"] = (size => new QHead<int>(size, 3).Dispose(), []),
        ["QHead(choices)"] = (size => new QHead<int>(4, size).Dispose(), []),
        ["ChoiceHead(inputs)"] = (size => new OwnHead(size, 3).Dispose(), [Greatest]),
        ["ChoiceHead(choices)"] = (size => new OwnHead(4, size).Dispose(), [Greatest]),
        ["ChoiceHead(given)"] = (size => new OwnHead(4, 3, 2, size).Dispose(), []),
        ["ActionValueHead(inputs)"] = (size => new OwnValues(size, 3).Dispose(), [Greatest]),
        ["ActionValueHead(choices)"] = (size => new OwnValues(4, size).Dispose(), [Greatest]),
        ["PointerHead(inputs)"] = (size => new PointerHead(size, 3).Dispose(), []),
        ["PointerHead(candidates)"] = (size => new PointerHead(4, size).Dispose(), []),
        ["PointerHead(width)"] = (size => new PointerHead(4, 3, size).Dispose(), []),
        ["PointerHead(given)"] = (size => new PointerHead(4, 3, 2, [size]).Dispose(), []),
        ["SubsetHead(inputs)"] = (size => new SubsetHead(size, 3).Dispose(), []),
        ["SubsetHead(candidates)"] = (size => new SubsetHead(4, size).Dispose(), []),
        ["SubsetHead(width)"] = (size => new SubsetHead(4, 3, size).Dispose(), []),
        ["SubsetHead(given)"] = (size => new SubsetHead(4, 3, 2, [size]).Dispose(), []),


        ["MaskedSubset(atMost)"] = (size => new MaskedSubset(zeros(2, 3), zeros(2), null, size, 0).Dispose(), []),
        ["MaskedSubset(atLeast)"] = (size => new MaskedSubset(zeros(2, 3), zeros(2), null, 2, size).Dispose(), [0]),
        ["ActorRows.OfTheAgent(batch)"] = (size => ActorRows.OfTheAgent(size).Dispose(), [0]),
        ["ActorHeads.HeadProbs(head)"] = (head => Heads().HeadProbs(head), [0]),
        ["ActorHeads.HeadChoiceLogProbs(head)"] = (head => Heads().HeadChoiceLogProbs(head), [0]),
        ["ActorHeads.HeadCrossEntropy(head)"] = (head => Heads().HeadCrossEntropy(head, zeros(2, 3)), [0]),
        ["ActorHeads.HeadLocation(head)"] = (head => Heads().HeadLocation(head), [0]),
        ["ActorHeads.HeadScale(head)"] = (head => Heads().HeadScale(head), [0]),
        ["ActorHeads.HeadLogProb(head)"] = (head => Heads().HeadLogProb(head, zeros(2, ScalarType.Int64)), [0]),

        ["ChoiceNames.Numbers(count)"] = (size => ChoiceNames.Numbers(size), [0, Greatest]),
        ["ChoiceValues.Numbers(count)"] = (size => ChoiceValues.Numbers(size), [0, Greatest]),
        ["HostArrays(environments)"] = (size => new HostArrays("B", size).Dispose(), [Greatest]),
        ["HostArrays.Clear(environment)"] = (place => InArrays(arrays => arrays.Clear(place)), [0]),
        ["HostArrays.Numbers(shape)"] = (size => InArrays(arrays => arrays.Numbers("A", [2, size])), [0]),
        ["HostArrays.Presence(shape)"] = (size => InArrays(arrays => arrays.Presence("A", [2, size])), [0]),
        ["HostArrays.Flags(shape)"] = (size => InArrays(arrays => arrays.Flags("A", [2, size])), [0]),
        ["HostArrays.Ranges(shape)"] = (size => InArrays(arrays => arrays.Ranges("A", [2, size], [0, 1])), [0]),
        ["HostArrays.Choices(shape)"] = (size => InArrays(arrays => arrays.Choices("A", [2, size])), [0]),
        ["HostArrays.ChosenNumbers(shape)"] = (size => InArrays(arrays => arrays.ChosenNumbers("A", [2, size])), [0]),
        ["HostArrays.Mask(choices)"] = (size => InArrays(arrays => arrays.Mask("A", [2], size)), [0, Greatest]),
        ["HostArrays.Mask(shape)"] = (size => InArrays(arrays => arrays.Mask("A", [2, size], ChoiceValues.Numbers(2))), [0]),
        ["HostArray.At(place)"] = (place => InArrays(arrays => arrays.Numbers("A", [2]).At(place)), [0]),
        ["HostArray.Row(place)"] = (place => InArrays(arrays => arrays.Numbers("A", [2]).Row(place)), [0]),
        ["HostMask.At(place)"] = (place => InArrays(arrays => arrays.Mask("A", [2], 2).At(place)), [0]),
        ["HostBatch(environments)"] = (size => new HostBatch("B", size).Dispose(), [Greatest]),
        ["HostBatch.Clear(environment)"] = (place => InABatch(batch => batch.Clear(place)), [0]),
        ["HostBatch.Numbers(shape)"] = (size => InABatch(batch => batch.Numbers("A", [2, size])), [0]),
        ["HostBatch.Presence(shape)"] = (size => InABatch(batch => batch.Presence("A", [2, size])), [0]),
        ["HostBatch.Flags(shape)"] = (size => InABatch(batch => batch.Flags("A", [2, size])), [0]),
        ["HostBatch.Ranges(shape)"] = (size => InABatch(batch => batch.Ranges("A", [2, size], [0, 1])), [0]),
        ["HostBatch.Mask(choices)"] = (size => InABatch(batch => batch.Mask("A", [2], size)), [0, Greatest]),
        ["HostBatch.Mask(shape)"] = (size => InABatch(batch => batch.Mask("A", [2, size], ChoiceValues.Numbers(2))), [0]),
        ["HostBatch.Record(width)"] = (size => InABatch(batch => batch.Record<Pair>("A", size, "First", "Second")), [0]),
        ["HostAxis(Size)"] = (size => InABatch(batch => batch.Numbers("A", [2], new HostAxis("entity", size))), []),
        ["HostBuffer.At(place)"] = (place => InABatch(batch => batch.Numbers("A", [2]).At(place)), [0]),
        ["MaskBuffer.At(place)"] = (place => InABatch(batch => batch.Mask("A", [2], ChoiceValues.Numbers(2)).At(place)), [0]),

        ["RandomStream(seed)"] = (number => new RandomStream(number), Tried),
        ["RandomStream(step)"] = (number => new RandomStream(1, number), [0, Greatest]),
        ["RandomStream(firstRow)"] = (number => new RandomStream(1, 0, number), [0, Greatest]),
        ["RandomDraw.Uniform(row)"] = (number => new RandomStream(1).Next().Uniform(number, 0, 0), [0, Greatest]),
        ["RandomDraw.Uniform(slot)"] = (number => new RandomStream(1).Next().Uniform(0, number, 0), [0, Greatest]),
        ["RandomDraw.Uniform(lane)"] = (number => new RandomStream(1).Next().Uniform(0, 0, number), [0]),

        ["Rollout(steps)"] = (size => Rollout(size, 2), []),
        ["Rollout(environments)"] = (size => Rollout(2, size), []),
        ["Rollout.Minibatches(count)"] = (size => Learnable().Minibatches(size, new RandomStream(1)), []),
        ["Rollout.Sequences(count)"] = (size => Learnable().Sequences(size, new RandomStream(1)), []),
        ["RolloutAxis.Entities(most)"] = (most => RolloutAxis.Entities("entities", most, nameof(most)), [0, Greatest]),
        ["RolloutAxis.Cells(size)"] = (size => RolloutAxis.Cells("height", size, nameof(size)), [Greatest]),
    };

    /// <summary>Arguments that are numbers with a range, and numbers out of the range.</summary>
    private static readonly Dictionary<string, (Action<double> Call, double[] Wrong)> Ranged = new()
    {
        ["GeneralizedAdvantage.Estimate(gamma)"] = (gamma => Estimate(gamma, 0.5), [-1.01, 1.01]),
        ["GeneralizedAdvantage.Estimate(lambda)"] = (lambda => Estimate(0.5, lambda), [-0.01, 1.01]),
        ["Rollout.ComputeAdvantages(gamma)"] = (gamma => Learnable().ComputeAdvantages(gamma, 0.5), [-1.01, 1.01]),
        ["Rollout.ComputeAdvantages(lambda)"] = (lambda => Learnable().ComputeAdvantages(0.5, lambda), [-0.01, 1.01]),
        ["RandomStream.Next(temperature)"] = (temperature => new RandomStream(1).Next(temperature), [0, -1]),
        ["MaskedCategorical.ProbsAt(temperature)"] = (temperature =>
            Use(new MaskedCategorical(zeros(2, 3)), it => it.ProbsAt(temperature)), [0, -1]),
        ["MaskedCategorical.LogProb(temperature)"] = (temperature =>
            Use(new MaskedCategorical(zeros(2, 3)), it => it.LogProb(zeros(2, ScalarType.Int64), temperature)), [0, -1]),
        ["MaskedFlags.ProbsAt(temperature)"] = (temperature => Use(new MaskedFlags(zeros(2, 3)), it => it.ProbsAt(temperature)), [0, -1]),
        ["MaskedInterval.LogProb(temperature)"] = (temperature =>
            Use(new MaskedInterval(zeros(2), ones(2)), it => it.LogProb(zeros(2), temperature)), [0, -1]),
        ["MaskedFlags.LogProb(temperature)"] = (temperature =>
            Use(new MaskedFlags(zeros(2, 3)), it => it.LogProb(zeros(2, 3, ScalarType.Int64), temperature)), [0, -1]),
        ["MaskedComponents.ProbsAt(temperature)"] = (temperature =>
            Use(new MaskedComponents(zeros(2, 3), null, [3]), it => it.ProbsAt(temperature)), [0, -1]),
        ["MaskedComponents.LogProb(temperature)"] = (temperature =>
            Use(new MaskedComponents(zeros(2, 3), null, [3]), it => it.LogProb(zeros(2, 1, ScalarType.Int64), temperature)), [0, -1]),
        ["MaskedGrid.ProbsAt(temperature)"] = (temperature =>
            Use(new MaskedGrid(zeros(1, 2, 1, 1), ones(1, 1, 1, ScalarType.Bool)), it => it.ProbsAt(temperature)), [0, -1]),
        ["MaskedGrid.LogProb(temperature)"] = (temperature =>
            Use(new MaskedGrid(zeros(1, 2, 1, 1), ones(1, 1, 1, ScalarType.Bool)),
                it => it.LogProb(zeros(1, 1, 1, ScalarType.Int64), temperature)), [0, -1]),
        ["MaskedSubset.ProbsAt(temperature)"] = (temperature =>
            Use(new MaskedSubset(zeros(2, 3), zeros(2), null, 2), it => it.ProbsAt(zeros(2, 2, ScalarType.Int64), temperature)), [0, -1]),
        ["MaskedSubset.LogProb(temperature)"] = (temperature =>
            Use(new MaskedSubset(zeros(2, 3), zeros(2), null, 2), it => it.LogProb(zeros(2, 2, ScalarType.Int64), temperature)), [0, -1]),
        ["ActorHeads.HeadProbs(temperature)"] = (temperature => Heads().HeadProbs(0, temperature), [0, -1]),
        ["ActorHeads.LogProb(temperature)"] = (temperature => Heads().LogProb([zeros(2, ScalarType.Int64)], temperature), [0, -1]),
        ["MaskedCategorical.Sample(temperature)"] = (temperature =>
            Use(new MaskedCategorical(zeros(2, 3)), it => it.Sample(new RandomStream(1), temperature)), [0, -1]),
        ["MaskedFlags.Sample(temperature)"] = (temperature =>
            Use(new MaskedFlags(zeros(2, 3)), it => it.Sample(new RandomStream(1), temperature)), [0, -1]),
        ["MaskedInterval.Sample(temperature)"] = (temperature =>
            Use(new MaskedInterval(zeros(2), ones(2)), it => it.Sample(new RandomStream(1), temperature)), [0, -1]),
        ["MaskedComponents.Sample(temperature)"] = (temperature =>
            Use(new MaskedComponents(zeros(2, 3), null, [3]), it => it.Sample(new RandomStream(1), temperature)), [0, -1]),
        ["MaskedSubset.Sample(temperature)"] = (temperature =>
            Use(new MaskedSubset(zeros(2, 3), zeros(2), null, 2), it => it.Sample(new RandomStream(1), temperature)), [0, -1]),
        ["MaskedGrid.Sample(temperature)"] = (temperature =>
            Use(new MaskedGrid(zeros(2, 3, 2, 2), ones(2, 2, 2, ScalarType.Bool)), it => it.Sample(new RandomStream(1), temperature)),
            [0, -1]),
        ["MaskedValues.EpsilonGreedy(epsilon)"] = (epsilon =>
            Use(new MaskedValues(zeros(2, 3)), it => it.EpsilonGreedy(epsilon, new RandomStream(1))), [-0.01, 1.01]),
        ["MaskedValues.EpsilonGreedyProbs(epsilon)"] = (epsilon =>
            Use(new MaskedValues(zeros(2, 3)), it => it.EpsilonGreedyProbs(epsilon)), [-0.01, 1.01]),
        ["ActorValues.EpsilonGreedyProbs(epsilon)"] = (epsilon => Use(Values(), it => it.EpsilonGreedyProbs(epsilon)), [-0.01, 1.01]),
        ["ActorValues.EpsilonGreedy(epsilon)"] = (epsilon => Use(Values(), it => it.EpsilonGreedy(epsilon, new RandomStream(1))),
            [-0.01, 1.01]),
    };

    /// <summary>Arguments whose ranges other tests check, or that are checked when the policy is constructed.</summary>
    private static readonly string[] CheckedElsewhere =
    [
        // ActionReaderTests. Generated code passes the number of choices.
        "ActionReader.Read(choices)", "ActionReader.Read(place)", "ActionReader.ReadOrNone(choices)", "ActionReader.ReadOrNone(place)",
        "ActionReader.ReadBits(bits)", "ActionReader.ReadBits(place)", "ActionReader.ReadBitsOrNone(bits)",
            "ActionReader.ReadBitsOrNone(place)",
        "ActionReader.ReadComponents(choices)", "ActionReader.ReadComponents(place)", "ActionReader.ReadComponentsOrNone(choices)",
            "ActionReader.ReadComponentsOrNone(place)",
        "ActionReader.ReadNumber(place)", "ActionReader.ReadNumberOrNone(place)", "ActionReader.ReadNumbers(place)",
        "ActionReader.UnlessNone(chosen)",
        "ActionReader.ReadPicks(atMost)", "ActionReader.ReadPicks(choices)", "ActionReader.ReadPicks(place)",

        // ActionReader checks them.
        "ChoiceValues.Read(place)", "ChoiceValues.ReadOrNone(place)",

        // The generator checks the numbers in declarations.
        "ActionPlan.Of(actor)", "CoreDeclaration(Width)", "InputDeclaration(Size)",

        // SizesOfComponents_AreRefused.
        "MaskedComponents(sizes)",

        // GivenPartTests. The generated constructor passes the declared sizes.
        "MaskedNetwork.RegisterGiven(candidates)", "MaskedNetwork.RegisterGiven(channels)", "MaskedNetwork.RegisterGiven(choices)",
        "MaskedNetwork.RegisterGiven(features)", "MaskedNetwork.RegisterGiven(given)", "MaskedNetwork.RegisterGiven(height)",
        "MaskedNetwork.RegisterGiven(inputs)", "MaskedNetwork.RegisterGiven(memory)", "MaskedNetwork.RegisterGiven(width)",

        // The tests of generated classes.
        "MaskedPolicy.CarryMemory(environments)", "RecurrentPolicy.CarryMemory(environments)", "RecurrentPolicy.InitialMemory(batch)",
        "MaskedValueNetwork.Act(epsilon)", "Minibatch.Slice(count)", "Minibatch.Slice(start)",
    ];

    public static TheoryData<string> NamesOfSizes => [.. Sizes.Keys];

    public static TheoryData<string> NamesOfRanged => [.. Ranged.Keys];

    [Fact]
    public void EveryNumberOfThePublicApi_IsListedHere() =>
        Assert.Equal(NumbersOfThePublicApi().Distinct().Order(StringComparer.Ordinal),
            Sizes.Keys.Concat(Ranged.Keys).Concat(CheckedElsewhere).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(NamesOfSizes))]
    public void InvalidSizes_AreRefusedByName(string parameter)
    {
        (Action<int> call, int[] right) = Sizes[parameter];
        foreach (int size in Tried.Except(right))
        {
            IsRefused(parameter, $"{size}", () => call(size));
        }

        using TorchSharp.DisposeScope scope = NewDisposeScope();
        foreach (int size in right)
        {
            Assert.Null(Record.Exception(() => call(size)));
        }
    }

    [Theory]
    [MemberData(nameof(NamesOfRanged))]
    public void NumbersOutOfRange_AreRefusedByName(string parameter)
    {
        (Action<double> call, double[] wrong) = Ranged[parameter];
        foreach (double number in wrong.Concat([double.NaN, double.PositiveInfinity, double.NegativeInfinity]))
        {
            IsRefused(parameter, $"{number}", () => call(number));
        }

        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Assert.Null(Record.Exception(() => call(0.5)));
    }

    [Theory]
    [InlineData(long.MaxValue, long.MaxValue, 5)]     // the sum overflows to 3
    [InlineData(3, -1, 1)]
    [InlineData(long.MinValue, long.MinValue, 3)]
    public void SizesOfComponents_AreRefused(long first, long second, long third)
    {
        using Tensor logits = zeros(2, 3);
        Assert.Equal("sizes", Refused.WithoutLeak<ArgumentOutOfRangeException>(() =>
            new MaskedComponents(logits, null, [first, second, third])).ParamName);
    }

    [Theory]
    [InlineData(Negative)]
    [InlineData(1)]
    [InlineData(Lowest)]
    [InlineData(Greatest)]
    public void IndicesOfOtherHeads_AreCheckedByThePlan(int place)
    {
        HeadPlan head = HeadPlan.Choice("A", 3);
        Assert.Equal("heads", Assert.Throws<ArgumentException>(() => new ActionPlan("P", 0, head.ActiveWhen(place, true))).ParamName);
        Assert.Equal("heads", Assert.Throws<ArgumentException>(() => new ActionPlan("P", 0, head.MaskPer(place))).ParamName);
        Assert.Equal("heads", Assert.Throws<ArgumentException>(() => new ActionPlan("P", 0, head.Given(place))).ParamName);
        Assert.Equal("components", Assert.Throws<ArgumentException>(() =>
            HeadPlan.Compound("A", ComponentPlan.Choice(3), ComponentPlan.Choice(2).ActiveWhen(place, true, true, true))).ParamName);
    }

    [Fact]
    public void ComponentsWithTooManyChoicesTogether_AreRefused()
    {
        ComponentPlan huge = ComponentPlan.Choice(Greatest);
        Assert.Equal("components", Assert.Throws<ArgumentException>(() => HeadPlan.Compound("A", huge, huge)).ParamName);
        Assert.Equal("firstRandomNumber", Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ActionPlan("P", 0, HeadPlan.Flags("A", Greatest), HeadPlan.Flags("B", Greatest))).ParamName);
    }

    [Fact]
    public void WidthsThatOverflowTogether_AreRefused()
    {
        Assert.Equal("dimHead", Assert.Throws<ArgumentOutOfRangeException>(() => new MaskedAttention(2, 65_536, 65_537)).ParamName);
        Assert.Equal("height", Assert.Throws<ArgumentOutOfRangeException>(() => new ConvEncoder(2, 65_537, 65_536)).ParamName);
        Assert.Equal("width", Assert.Throws<ArgumentOutOfRangeException>(() => new DeepSetEncoder(4, 1 << 30)).ParamName);
        Assert.Equal("width", Assert.Throws<ArgumentException>(() => new AttentionEncoder(4, 10, heads: 4)).ParamName);
        Assert.Equal("sizes", Assert.Throws<ArgumentException>(() => new Rollout<Pair, ScoutPolicy.Actions>(
            new RolloutLayout(new InputContract("P", InputSpec.Dense("A", "(batch, entities, 9)")), hasValue: false), 4, 2,
                RolloutAxis.Entities("entities", Greatest))).ParamName);
        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => new Rollout<Pair, ScoutPolicy.Actions>(
            new RolloutLayout(new InputContract("P", InputSpec.Dense("A", "(batch, entities, 9, 9)")), hasValue: false), 1 << 30, 1,
                RolloutAxis.Entities("entities", 0))).ParamName);
    }

    [Fact]
    public void AxesThatDoNotMatchTheShape_AreRefused()
    {
        using HostBatch batch = new("B", 3);
        ArgumentException refused = Refused.WithoutLeak<ArgumentException>(() => batch.Numbers("A", [4, 6], new HostAxis("entity", 5)));
        Assert.Equal("places", refused.ParamName);
        Assert.StartsWith("B.A: expected indexed axes that match the leading axes of [4, 6], got entity 5.", refused.Message);
    }

    private static IEnumerable<string> NumbersOfThePublicApi() =>
        from type in typeof(MlpEncoder).Assembly.GetExportedTypes()

        // The rules of the generator check the numbers in attributes.
        where !type.IsSubclassOf(typeof(Attribute)) && !type.IsSubclassOf(typeof(Exception)) && !type.IsInterface && !type.IsEnum
        from member in type.GetMembers(Declared)
        where member is MethodBase { IsSpecialName: false } or ConstructorInfo
        let method = (MethodBase)member
        where method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly
        from parameter in method.GetParameters()
        where !parameter.IsOut && TypesOfNumbers.Contains(parameter.ParameterType)
        select $"{type.Name.Split('`')[0]}{(method is ConstructorInfo ? "" : "." + method.Name)}({parameter.Name})";

    /// <summary>Asserts that the exception names the wrong argument, and that no tensor is leaked.</summary>
    private static void IsRefused(string parameter, string number, Action call)
    {
        Exception? thrown = null;
        if (IsPart(parameter))
        {
            LiveTensors.AreUnchangedBy(() => thrown = Record.Exception(call));
        }
        else
        {
            // The scope disposes the other tensors of the test.
            using TorchSharp.DisposeScope scope = NewDisposeScope();
            thrown = Record.Exception(call);
        }

        Assert.True(thrown is ArgumentException, $"{parameter} = {number}: expected an ArgumentException, got {thrown}.");
        string[] names = [parameter[(parameter.IndexOf('(') + 1)..^1], .. SaidOtherwise.GetValueOrDefault(parameter, [])];
        Assert.Contains(((ArgumentException)thrown).ParamName, names);
    }

    /// <summary>The names of arguments that differ in the exception, because they are passed on or are indices.</summary>
    private static readonly Dictionary<string, string[]> SaidOtherwise = new()
    {
        ["HostArrays.Numbers(shape)"] = [null!],
        ["HostArrays.Presence(shape)"] = [null!],
        ["HostArrays.Flags(shape)"] = [null!],
        ["HostArrays.Ranges(shape)"] = [null!],
        ["HostArrays.Choices(shape)"] = [null!],
        ["HostArrays.ChosenNumbers(shape)"] = [null!],
        ["HostArrays.Mask(shape)"] = [null!],
        ["HostArray.At(place)"] = ["environment"],
        ["HostArray.Row(place)"] = ["environment"],
        ["HostMask.At(place)"] = ["environment"],
        ["HostBatch.Numbers(shape)"] = [null!],
        ["HostBatch.Presence(shape)"] = [null!],
        ["HostBatch.Flags(shape)"] = [null!],
        ["HostBatch.Ranges(shape)"] = [null!],
        ["HostBatch.Mask(shape)"] = [null!],
        ["HostBatch.Record(width)"] = [null!],
        ["HostAxis(Size)"] = ["places"],
        ["HostBuffer.At(place)"] = ["environment"],
        ["MaskBuffer.At(place)"] = ["environment"],
        ["AttentionEncoder(heads)"] = ["width"],
        ["Rollout(environments)"] = ["steps"],
    };

    private static bool IsPart(string parameter) => typeof(MlpEncoder).Assembly.GetExportedTypes()
        .Any(type => type.IsSubclassOf(typeof(nn.Module)) && type.Name.Split('`')[0] == parameter.Split('(')[0]);

    private static void InArrays(Action<HostArrays> call)
    {
        using HostArrays arrays = new("B", 3);
        call(arrays);
    }

    private static void InABatch(Action<HostBatch> call)
    {
        using HostBatch batch = new("B", 3);
        call(batch);
    }

    private static void Use<T>(T made, Func<T, Tensor> call) where T : IDisposable
    {
        using (made)
        {
            using Tensor result = call(made);
        }
    }

    private static ActorHeads Heads()
    {
        using Head<int> head = new(4, 3);
        return new ActionPlan("P", 0, HeadPlan.Choice("A", 3)).Choose(ActorRows.OfTheAgent(2), zeros(2, 4), head.Choose(null));
    }

    private static ActorValues Values()
    {
        using QHead<int> head = new(4, 3);
        using Tensor features = zeros(2, 4);
        return head.Judge("P", "Q", ActorRows.OfTheAgent(2), features, null);
    }

    private static Rollout<Pair, ScoutPolicy.Actions> Rollout(int steps, int environments) =>
        new(new RolloutLayout(new InputContract("P", InputSpec.Dense("First", "(batch, 5)"),
            InputSpec.OptionalMask("Second", "(batch, 4)")), hasValue: false, ("Command", "(batch)")), steps, environments);

    private static Rollout<Pair, ScoutPolicy.Actions> Learnable()
    {
        using ScoutPolicy policy = new(hasValue: false);
        using Tensor globals = zeros(2, 5);
        using Step<ScoutPolicy.Actions> step = policy.Act(new Pair(globals, null), new RandomStream(1));
        Rollout<Pair, ScoutPolicy.Actions> rollout = Rollout(1, 2);
        rollout.Add(new Pair(globals, null), step);
        rollout.AddOutcome([1, 2], [false, true]);
        rollout.ComputeAdvantages(0.9, 0.9, []);
        return rollout;
    }

    private static void Estimate(double gamma, double lambda)
    {
        float[] advantages = new float[1];
        GeneralizedAdvantage.Estimate([1], [1], [false], [0], [1], gamma, lambda, advantages, advantages);
    }

    private sealed class OwnVector(int width) : VectorEncoder("Own", width)
    {
        public override Tensor forward(Tensor input) => input;
    }

    private sealed class OwnSet(int width, int pooledWidth) : EntityEncoder("Own", width, pooledWidth)
    {
        public override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight) => new(entities, entities);
    }

    private sealed class OwnGrid(int width, int pooledWidth) : GridEncoder("Own", width, pooledWidth)
    {
        public override GridEncoding forward(Tensor input) => new(input, input);
    }

    private sealed class OwnCore(int width) : PolicyCore("Own", width)
    {
        public override Tensor forward(Tensor input) => input;
    }

    private sealed class OwnRecurrentCore(int width) : RecurrentCore("Own", width)
    {
        protected override Tensor Read(Tensor input) => input;

        protected override Tensor[] Step(Tensor read, IReadOnlyList<Tensor> memory) => [read];
    }

    private sealed class OwnHead(int inputs, int choices, params int[] given) : ChoiceHead<int>(nameof(OwnHead), inputs, choices, given)
    {
        protected override Tensor Logits(Tensor features) => features;
    }

    private sealed class OwnValues(int inputs, int choices) : ActionValueHead<int>(nameof(OwnValues), inputs, choices)
    {
        protected override Tensor Values(Tensor features) => features;
    }
}
