// Where a bone stands, and what lies between two such poses.
import { Matrix4, Quaternion, Vector3 } from "three";

export interface Pose {
  turn: Quaternion;
  place: Vector3;
}

/** A pose out of a matrix row by row. */
export function pose(rows: number[]): Pose {
  const matrix = new Matrix4().set(...(rows as Parameters<Matrix4["set"]>));
  const made = { turn: new Quaternion(), place: new Vector3() };
  matrix.decompose(made.place, made.turn, new Vector3());
  return made;
}

const turn = new Quaternion();
const place = new Vector3();
const one = new Vector3(1, 1, 1);
const matrix = new Matrix4();

/** A pose between two, as a matrix row by row. */
export function between(a: Pose, b: Pose, share: number): number[] {
  turn.slerpQuaternions(a.turn, b.turn, share);
  place.lerpVectors(a.place, b.place, share);
  matrix.compose(place, turn, one);
  return matrix.transpose().toArray(); // three keeps columns
}
