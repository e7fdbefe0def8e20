using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

/// <summary>Every part is a TorchSharp module like any other.</summary>
public sealed class ModuleTests
{
    private static readonly Dictionary<string, (Func<nn.Module> Make, Func<nn.Module, Tensor, Tensor> Use, long[] Input)> All = new()
    {
        [nameof(MlpEncoder)] = (() => new MlpEncoder(6, 5), (part, input) => ((MlpEncoder)part).forward(input), [3, 6]),
        [nameof(MlpCore)] = (() => new MlpCore(6, 5), (part, input) => ((MlpCore)part).forward(input), [3, 6]),
        [nameof(GruCore)] = (
            () => new GruCore(6, 5),
            (part, input) => ((GruCore)part).forward(input, [Remembered(input)], null).Latent,
            [3, 6]
        ),
        ["GruCore through a sequence"] = (
            () => new GruCore(6, 5),
            (part, input) => ((GruCore)part).forward(input, [Remembered(input)], zeros(1, 3, ScalarType.Bool)).Latent,
            [3, 6]
        ),
        [nameof(LstmCore)] = (
            () => new LstmCore(6, 5),
            (part, input) => ((LstmCore)part).forward(input, [Remembered(input), Remembered(input)], null).Latent,
            [3, 6]
        ),
        [nameof(ValueHead)] = (() => new ValueHead(6), (part, input) => ((ValueHead)part).forward(input), [3, 6]),
        ["ValueHead with a layer of its own"] = (() => new ValueHead(6, 5), (part, input) => ((ValueHead)part).forward(input), [3, 6]),
        [nameof(ConvEncoder)] = (() => new ConvEncoder(2, 4, 3), (part, input) => ((ConvEncoder)part).forward(input).Pooled, [3, 2, 4, 3]),
        ["ConvEncoder of any size"] = (
            () => new ConvEncoder(2, null, null),
            (part, input) => ((ConvEncoder)part).forward(input).Pooled,
            [3, 2, 4, 3]
        ),
        [nameof(AttentionEncoder)] = (
            () => new AttentionEncoder(6, layers: 2),
            (part, input) => ((AttentionEncoder)part).forward(input, Everyone(input), null).Pooled,
            [3, 4, 6]
        ),
        ["AttentionEncoder of two sets"] = (
            () => new AttentionEncoder(6, layers: 2),
            (part, input) => ToItself((AttentionEncoder)part, input),
            [3, 4, 6]
        ),
        [nameof(DeepSetEncoder)] = (
            () => new DeepSetEncoder(6),
            (part, input) => ((DeepSetEncoder)part).forward(input, Everyone(input), null).Pooled,
            [3, 4, 6]
        ),
        [nameof(MaskedAttention)] = (
            () => new MaskedAttention(6, 2, 3),
            (part, input) => ((MaskedAttention)part).forward(input, Everyone(input)),
            [3, 4, 6]
        ),
        [nameof(Head<int>)] = (() => new Head<int>(6, 5), (part, input) => Heads.ProbsOf(input, ((Head<int>)part).Choose(null)), [3, 6]),
        [nameof(QHead<int>)] = (
            () => new QHead<int>(6, 5),
            (part, input) => ((QHead<int>)part).Judge("Policy", "Q", ActorRows.OfTheAgent(3), input, null).Max(),
            [3, 6]
        ),
        [nameof(PointerHead)] = (
            () => new PointerHead(6, 2),
            (part, input) =>
                Heads.ProbsOf(input, ((PointerHead)part).PointAtEntity(input.reshape(3, 3, 2), ones(3, 3, ScalarType.Bool), null)),
            [3, 6]
        ),
        [nameof(SubsetHead)] = (() => new SubsetHead(6, 2), (part, input) => LogProbOfPicks((SubsetHead)part, input), [3, 6]),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Fact]
    public void EveryPart_IsListedHere() =>
        Assert.All(
            typeof(MlpEncoder).Assembly.GetExportedTypes()
                .Where(type => type.IsSubclassOf(typeof(nn.Module)) && !type.IsAbstract)
                .Select(type => type.Name.Split('`')[0]),
            name => Assert.Contains(name, All.Keys));

    [Theory]
    [MemberData(nameof(Names))]
    public void StateDict_HasTheFieldsNames_OnceEach(string name)
    {
        using nn.Module part = All[name].Make();
        string[] fields =
        [
            .. part.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Select(field => field.Name),
            "weight",
            "bias",
        ];
        string[] keys = [.. part.state_dict().Keys];
        Assert.NotEmpty(keys);
        Assert.Distinct(keys);
        Assert.All(keys, key => Assert.Contains(key.Split('.')[0], fields));
        Assert.Equal(keys.Length, part.parameters().Count());
        Assert.Equal(keys.Length, part.parameters().Select(parameter => parameter.Handle).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void MovedToFloat64_ComputesTheSame(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module part = All[name].Make();
        Tensor input = randn(All[name].Input);
        Tensor before = All[name].Use(part, input);
        part.to(ScalarType.Float64);
        Tensor after = All[name].Use(part, input.to(ScalarType.Float64));

        Assert.Equal(ScalarType.Float64, after.dtype);
        TensorAssert.Close(after, before, relative: 1e-4, floor: 1e-5);
        Assert.All(part.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        TensorAssert.SameBits(before, All[name].Use(part.to(ScalarType.Float32), input), "there and back");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientAfterMoving_ReachesTheNewParameters(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module part = All[name].Make();
        part.to(ScalarType.Float64);
        Gradient.OfWeighted(All[name].Use(part, randn(All[name].Input, ScalarType.Float64)), zeros(1));
        Assert.Contains(
            part.parameters(),
            parameter => parameter.grad is { } gradient && Read.Numbers(gradient).Any(number => number != 0)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BuiltWithinADisposeScope_OutlivesIt(string name)
    {
        nn.Module part;
        using (NewDisposeScope())
        {
            part = All[name].Make();
        }

        using DisposeScope scope = NewDisposeScope();
        TensorAssert.Finite(All[name].Use(part, randn(All[name].Input)));
        part.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SameSeed_BuildsTheSame(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        nn.Module[] modules = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            manual_seed(17);
            return All[name].Make();
        })];
        Dictionary<string, Tensor>[] built = [.. modules.Select(module => module.state_dict())];
        Assert.Equal(built[0].Keys, built[1].Keys);
        Assert.All(built[0], pair => TensorAssert.SameBits(pair.Value, built[1][pair.Key], pair.Key));
        foreach (nn.Module module in modules)
        {
            module.Dispose();       // not before: a module that nothing holds takes its parameters along
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StateDict_CanBeLoadedIntoAnotherModule(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module from = All[name].Make();
        using nn.Module to = All[name].Make();
        Tensor input = randn(All[name].Input);
        to.load_state_dict(from.state_dict());
        TensorAssert.SameBits(All[name].Use(from, input), All[name].Use(to, input));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_LeavesNoTensor(string name)
    {
        using nn.Module part = All[name].Make();
        using Tensor input = randn(All[name].Input);
        LiveTensors.AreUnchangedBy(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            All[name].Use(part, input);
        }, calls: 20);
    }

    private static Tensor LogProbOfPicks(SubsetHead head, Tensor input)
    {
        ActionPlan plan = new("Policy", 0, HeadPlan.Subset("Head", atLeast: 1, atMost: 2));
        HeadInput entities = head.PickEntities(input.reshape(3, 3, 2), ones(3, 3, ScalarType.Bool), null);
        using ActorHeads heads = plan.Choose(ActorRows.OfTheAgent(3), input, entities);
        return heads.LogProb(tensor(new long[] { 0, 2, 1, 0, 2, -1 }).reshape(3, 2));
    }

    private static Tensor Remembered(Tensor input) => input.narrow(1, 0, 5);

    private static Tensor ToItself(AttentionEncoder encoder, Tensor input)
    {
        EntityEmbedding embedding = encoder.Embed(input, Everyone(input));
        return encoder.Attend(embedding, null, embedding, encoder.Embed(input.neg(), Everyone(input))).Pooled;
    }

    private static Tensor Everyone(Tensor input) => ones(input.size(0), input.size(1), ScalarType.Bool);
}
