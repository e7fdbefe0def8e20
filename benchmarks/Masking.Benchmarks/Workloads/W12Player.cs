using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using Masking.Onnx;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

internal sealed class W12Player : IWorkload
{
    private const int ComparedDraws = 1_000;
    private const double Target = 8;

    public string Name => "W12";

    public string Description => $"an exported policy: Act of the player of {nameof(SkirmishPolicy)}, beside Act of the policy; batch 1";

    public void Compare(Scoreboard board)
    {
        using SkirmishScene scene = new(batch: 1);
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Player player = Export(policy, entities: (int)scene.Observation.UnitsMask.size(1));
        Write(scene.Observation, player);
        RequireSame(scene.Observation, policy, player);

        RandomStream stream = new(seed: 1);
        RandomStream ofPlayer = new(seed: 1);
        board.ReportSpeedup(
            $"{Name} act batch 1",
            "policy",
            Target,
            Timing.Of(() => player.Act(ofPlayer)),
            Timing.Of(() => policy.Act(scene.Observation, stream).Dispose()));
        board.ReportLimit(
            $"{Name} managed memory of {Allocation.Calls} calls of Act",
            Allocation.BytesOf(() => player.Act(ofPlayer)),
            limit: 0,
            "bytes");
    }

    private static SkirmishPolicy.Player Export(SkirmishPolicy policy, int entities)
    {
        string folder = Directory.CreateTempSubdirectory("masking-benchmarks").FullName;
        string path = Path.Combine(folder, "skirmish.onnx");
        policy.SaveOnnx(path);
        SkirmishPolicy.Player player = new(path, environments: 1, maxUnits: entities);
        Directory.Delete(folder, recursive: true);
        return player;
    }

    private static void Write(SkirmishPolicy.Observation observation, SkirmishPolicy.Player player)
    {
        Copy(observation.Globals, player.Globals(0));
        Copy(observation.UnitsMask, player.UnitsMask(0));
        Copy(observation.CommandMask!, player.CommandMask(0).Flags);
        Copy(observation.HeadingMask!, player.HeadingMask(0).Flags);
        Copy(observation.TargetMask!, player.TargetMask(0).Flags);
        for (int unit = 0; unit < observation.Units.size(1); unit++)
        {
            Copy(observation.Units[0, unit], player.Units(0, unit));
        }
    }

    private static void Copy<T>(Tensor from, Span<T> to) where T : unmanaged => from.contiguous().data<T>().ToArray().CopyTo(to);

    private void RequireSame(SkirmishPolicy.Observation observation, SkirmishPolicy policy, SkirmishPolicy.Player player)
    {
        RandomStream stream = new(seed: 2);
        RandomStream ofPlayer = new(seed: 2);
        for (int draw = 0; draw < ComparedDraws; draw++)
        {
            using Step<SkirmishPolicy.Actions> step = policy.Act(observation, stream);
            player.Act(ofPlayer);
            if (player.CommandAt(0) != step.Actions.CommandAt(0) || player.TargetAt(0) != step.Actions.TargetAt(0)
                || player.HeadingAt(0) != step.Actions.HeadingAt(0))
            {
                throw new DisagreementException($"{Name}: draw {draw} of the player differs from that of the policy.");
            }
        }
    }
}
