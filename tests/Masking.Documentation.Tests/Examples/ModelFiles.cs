using Masking;

namespace Examples.ModelFiles;

public enum Order { Hold, Move, Gather, Attack }

[MaskedPolicy]
public sealed partial class SkirmishPolicy
{
    [Observation(12)] public partial MlpEncoder Globals { get; }
    [ActionMask]      public partial Head<Order> Command { get; }
}

public static partial class Before
{
    public enum Order { Hold, Attack, Move }

    [MaskedPolicy]
    public sealed partial class SkirmishPolicy
    {
        [Observation(12)] public partial MlpEncoder Globals { get; }
        [ActionMask]      public partial Head<Order> Command { get; }
        [ActionMask]      public partial Head<bool> Retreat { get; }
    }
}

public sealed class ModelFiles : IDisposable
{
    public ModelFiles()
    {
        using Before.SkirmishPolicy before = new();
        before.Save("old.safetensors");
    }

    public void Dispose() => File.Delete("old.safetensors");

    [Fact]
    public void AFile_IsLoadedInThreeWays()
    {
        using SkirmishPolicy policy = new();

        policy.Save("skirmish.safetensors");
        using SkirmishPolicy loaded = SkirmishPolicy.Load("skirmish.safetensors");
        policy.LoadFrom("skirmish.safetensors");
        ModelMatch match = policy.LoadMatching("old.safetensors");

        Assert.NotEmpty(match.NotUsed);
        Assert.Throws<ModelMismatchException>(() => policy.LoadFrom("old.safetensors"));
    }

    [Fact]
    public void AMatch_NamesWhatWasNotLoaded()
    {
        using SkirmishPolicy policy = new();
        using StringWriter output = new();
        TextWriter console = Console.Out;
        Console.SetOut(output);

        ModelMatch match = policy.LoadMatching("old.safetensors");
        Console.WriteLine(string.Join(", ", match.KeptInitial));
        Console.WriteLine(string.Join(", ", match.NotUsed));

        Console.SetOut(console);
        Assert.Equal(
            ["Command.weight[Gather], Command.bias[Gather]", "Retreat.bias, Retreat.weight", ""],
            output.ToString().Split(Environment.NewLine));
    }
}
