using Masking.Training;
using Masking.Training.Tests;

namespace Masking.Samples.Tests;

/// <summary>The environments of the samples validate the checkpoints that they load.</summary>
public sealed class SampleCheckpointTests : IDisposable
{
    private readonly CheckpointContents _contents = new();

    public static TheoryData<string, int> Kinds { get; } = new(from kind in SampleTrainers.Kinds select (kind, 1));

    public void Dispose() => _contents.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void InvalidContents_AreRefusedByName_AndChangeNothing(string kind, int seed)
    {
        using ITrainer trainer = SampleTrainers.CreateTrainer(kind);

        _contents.RefuseMutations(trainer, seed);
    }

    [Fact]
    public void ANumberOutOfItsRange_IsRefused_WhereverItIs()
    {
        using ITrainer trainer = SampleTrainers.CreateTrainer("panda");

        _contents.RefuseNumbersOutOfRange(trainer);
    }
}
