using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public enum Joystick
{
    Noop, Fire, Up, Right, Left, Down, UpRight, UpLeft, DownRight, DownLeft,
    UpFire, RightFire, LeftFire, DownFire, UpRightFire, UpLeftFire, DownRightFire, DownLeftFire,
}

/// <summary>Three convolutions: four frames of 84 by 84 become 7 by 7 cells of 64 numbers.</summary>
public sealed partial class FrameEncoder : GridEncoder
{
    private readonly Conv2d first;
    private readonly Conv2d second;
    private readonly Conv2d third;

    public FrameEncoder(int channels, int? height, int? width)
        : base($"{nameof(FrameEncoder)} of {height} by {width}", 64, 7 * 7 * 64)
    {
        first = nn.Conv2d(channels, 32, 8, stride: 4);
        second = nn.Conv2d(32, 64, 4, stride: 2);
        third = nn.Conv2d(64, 64, 3);
        RegisterComponents();
    }

    public override GridEncoding forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor cells = third.call(second.call(first.call(input).relu()).relu()).relu();
        return new GridEncoding(scope.MoveToOuter(cells.permute(0, 2, 3, 1)), scope.MoveToOuter(cells.flatten(1)));
    }
}

/// <summary>
/// Mnih et al. 2015, "Human-level control through deep reinforcement learning": the values of the 18 positions of the joystick. Most
/// games allow only some of them.
/// </summary>
[MaskedPolicy]
public sealed partial class DeepQNetwork
{
    [Observation(4, 84, 84)]
    public partial FrameEncoder Frames { get; }

    [Core(512)]
    public partial MlpCore Core { get; }

    [ActionMask]
    public partial QHead<Joystick> Q { get; }
}
