using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.ModelFiles;

/// <summary>A policy that is saved and loaded has the same bits.</summary>
public sealed class SaveAndLoadTests
{
    public static TheoryData<ScalarType> Precisions => [ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64];

    /// <summary>Policies that are not in the list of all policies: action values, and parts and layers of the author's own.</summary>
    private static readonly Dictionary<string, Func<nn.Module>> Others = new()
    {
        [nameof(FerryValues)] = () => new FerryValues(),
        [nameof(HerdValues)] = () => new HerdValues(),
        [nameof(PatrolValues)] = () => new PatrolValues(),
        [nameof(LayeredPolicy)] = () => new LayeredPolicy(size: 2),
        [nameof(MixedPolicy)] = () => new MixedPolicy(seed: 3),
        [nameof(LayeredJumper)] = () => new LayeredJumper(),
        [nameof(FlaggedPolicy)] = () => new FlaggedPolicy(),
        [nameof(HarborPolicy)] = () => new HarborPolicy("north"),
        [nameof(DraftPolicy)] = () => new DraftPolicy(),
        [nameof(RosterPolicy)] = () => new RosterPolicy(),
        [nameof(PlatoonPolicy)] = () => new PlatoonPolicy(),
        [nameof(TruantPolicy)] = () => new TruantPolicy(),
        [nameof(TruantRecurrentPolicy)] = () => new TruantRecurrentPolicy(),
    };

    public static TheoryData<string> NamesOfOthers => [.. Others.Keys];

    [Theory]
    [EveryPolicy]
    public void EveryPolicy_HasTheSameBits(string name)
    {
        using Subject saved = Policies.Make(name, seed: 5);
        using Subject loaded = Policies.MakeNew(name);
        HasTheSameBits(saved.Module, loaded.Module);
    }

    [Theory]
    [MemberData(nameof(NamesOfOthers))]
    public void OtherClasses_HaveTheSameBits(string name)
    {
        using nn.Module saved = Others[name]();
        using nn.Module loaded = Others[name]();
        Weights.Randomise(saved, seed: 7);
        HasTheSameBits(saved, loaded);
    }

    [Theory]
    [EveryPolicy]
    public void Load_CreatesThePolicy(string name)
    {
        using TemporaryFolder folder = new();
        using Subject saved = Policies.Make(name, seed: 6);
        ((IMaskedNetwork)saved.Module).Save(folder["policy.safetensors"]);

        MethodInfo load = saved.Module.GetType().GetMethod("Load", BindingFlags.Public | BindingFlags.Static)!;
        using nn.Module loaded = (nn.Module)load.Invoke(null, [folder["policy.safetensors"]])!;

        Assert.IsType(saved.Module.GetType(), loaded);
        Assert.Equal(State.Of(saved.Module), State.Of(loaded));
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void PoliciesOfEachPrecision_HaveTheSameBits(ScalarType precision)
    {
        using Subject saved = Policies.Make(nameof(SentryPolicy), seed: 8, precision);
        using Subject loaded = Policies.Make(nameof(SentryPolicy), seed: 9, precision);
        HasTheSameBits(saved.Module, loaded.Module);
    }

    [Fact]
    public void ValuesThatAreNotNumbers_KeepTheirBits()
    {
        using IDisposable frozen = no_grad();
        using FerryValues saved = new();
        using FerryValues loaded = new();
        saved.Next.state_dict()["bias"].copy_(tensor([float.NaN, float.NegativeInfinity, -0f]));
        HasTheSameBits(saved, loaded);
    }

    [Fact]
    public void TheSamePolicy_HasTheSameBytes()
    {
        using TemporaryFolder folder = new();
        using Subject policy = Policies.Make(nameof(SkirmishPolicy));
        using Subject copy = Policies.Make(nameof(SkirmishPolicy));
        ((IMaskedNetwork)policy.Module).Save(folder["first"]);
        ((IMaskedNetwork)policy.Module).Save(folder["first"]);
        ((IMaskedNetwork)copy.Module).Save(folder["second"]);

        Assert.Equal(File.ReadAllBytes(folder["first"]), File.ReadAllBytes(folder["second"]));
        Assert.Equal(["first", "second"], folder.Files);
    }

    [Fact]
    public void ALoadedPolicy_IsTrainedAndOutlivesTheScope()
    {
        using TemporaryFolder folder = new();
        using FerryValues saved = new();
        saved.Save(folder["ferry"]);
        FerryValues loaded;
        using (NewDisposeScope())
        {
            loaded = FerryValues.Load(folder["ferry"]);
            loaded.LoadFrom(folder["ferry"]);
            loaded.LoadMatching(folder["ferry"]);
        }

        using (loaded)
        {
            Assert.All(loaded.parameters(), parameter => Assert.True(!parameter.IsInvalid && parameter.requires_grad));
            using FerryValues.Values values = loaded.forward(new() { Sea = ones(2, 4), NextMask = null });
            values.Max().sum().backward();
            Assert.NotNull(loaded.Next.get_parameter("weight")!.grad);
        }
    }

    [Fact]
    public void LoadingAndSaving_LeakNoTensor()
    {
        using TemporaryFolder folder = new();
        using FerryValues policy = new();
        LiveTensors.StayTheSame(() =>
        {
            policy.Save(folder["ferry"]);
            policy.LoadFrom(folder["ferry"]);
            policy.LoadMatching(folder["ferry"]);
        }, calls: 3);
    }

    [Fact]
    public void TheMethodsOfTorchSharp_StillWork()
    {
        using TemporaryFolder folder = new();
        using FerryValues saved = new();
        using FerryValues loaded = new();
        using FerryValues copied = new();
        saved.save(folder["ferry.dat"]);
        loaded.load(folder["ferry.dat"]);
        copied.load_state_dict(saved.state_dict());

        Assert.Equal(State.Of(saved), State.Of(loaded));
        Assert.Equal(State.Of(saved), State.Of(copied));
    }

    [Fact]
    public void ADisposedPolicy_IsRefused()
    {
        using TemporaryFolder folder = new();
        FerryValues policy = new();
        policy.Save(folder["ferry"]);
        policy.Dispose();

        Assert.Throws<ObjectDisposedException>(() => policy.Save(folder["other"]));
        Assert.Throws<ObjectDisposedException>(() => policy.LoadFrom(folder["ferry"]));
        Assert.Throws<ObjectDisposedException>(() => policy.LoadMatching(folder["ferry"]));
        Assert.Equal(["ferry"], folder.Files);
    }

    [Fact]
    public void LayersOfAnotherConstructor_AreMissingInTheOneThatLoadCreates()
    {
        using TemporaryFolder folder = new();
        using LayeredPolicy saved = new(size: 2);
        saved.Save(folder["layered"]);

        ModelMismatchException refused = Assert.Throws<ModelMismatchException>(() => LayeredPolicy.Load(folder["layered"]));

        Assert.Equal(
            [
                "LayeredPolicy had the tensor later.bias and no longer has it.",
                "LayeredPolicy had the tensor later.weight and no longer has it.",
            ],
            refused.Differences.Order());
    }

    private static void HasTheSameBits(nn.Module saved, nn.Module loaded)
    {
        using TemporaryFolder folder = new();
        Assert.NotEqual(State.Of(saved), State.Of(loaded));
        ((IMaskedNetwork)saved).Save(folder["policy.safetensors"]);

        ((IMaskedNetwork)loaded).LoadFrom(folder["policy.safetensors"]);

        Assert.Equal(State.Of(saved), State.Of(loaded));
        Assert.True(((IMaskedNetwork)loaded).LoadMatching(folder["policy.safetensors"]).IsComplete);
        Assert.Equal(State.Of(saved), State.Of(loaded));
    }
}
